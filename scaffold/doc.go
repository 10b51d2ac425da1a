// Package scaffold writes a first trex.yaml for code that exists: from an
// MLproject file or from what a script prints for --help. It guesses types and
// defaults only from what is written there, and leaves out, with a comment,
// what it cannot express.
//
// All functions are pure but Help, which runs the script.
package scaffold
