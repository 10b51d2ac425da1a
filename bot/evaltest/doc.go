// Package evaltest measures how well Trex understands people. It plays
// conversations with a real bot: the grammar, the lab and a SQLite store, on a
// chat service in memory. It judges what was answered and what changed in the
// store, not what the agent thought.
//
// The sets are in bot/testdata/eval. A set has a floor that may not be missed;
// “make understanding” prints one table and every miss.
package evaltest
