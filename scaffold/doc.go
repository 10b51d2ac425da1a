// Package scaffold writes a first trex.yaml for existing code, from an MLproject
// file or from a script's --help output. It guesses types and defaults only from
// that text. When it cannot express an option, it omits it and says so in a
// comment.
//
// All functions are pure except Help, which runs the script.
package scaffold
