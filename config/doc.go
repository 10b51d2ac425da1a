// Package config reads trex.yaml and the environment into plain values, and
// refuses with file and line what it does not understand. It neither opens
// connections nor decides what the values mean; cmd/trex hands them to those
// who do.
//
// All functions are safe for concurrent use.
package config
