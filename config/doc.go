// Package config reads trex.yaml and the environment into plain values. It
// rejects what it does not understand, with file and line. It opens no
// connections and does not decide what the values mean; cmd/trex passes them to
// the packages that do.
//
// All functions are safe for concurrent use.
package config
