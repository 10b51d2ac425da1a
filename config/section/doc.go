// Package section describes a part of trex.yaml for its owner: the options of
// an executor, or who may use a chat service. Package config reads the part
// into the owner's type and does not know what it means.
//
// All functions are safe for concurrent use.
package section
