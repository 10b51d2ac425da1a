// Package section is what the owner of a part of trex.yaml describes it with:
// the options of an executor, who may use a chat service. Package config reads
// the part into the owner's type and knows nothing of what it means.
//
// All functions are safe for concurrent use.
package section
