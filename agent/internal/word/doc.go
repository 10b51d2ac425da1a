// Package word holds the words of the grammar as data: for each language, files
// with a line for each concept and its forms. Code names concepts only.
package word
