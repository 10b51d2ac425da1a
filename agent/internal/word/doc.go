// Package word holds the English words of the grammar as data: files with a line for
// each concept and its forms. Code names concepts only. Package tongue has the other
// languages.
package word
