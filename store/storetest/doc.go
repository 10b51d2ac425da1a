// Package storetest says what every store must do. Run is called by the tests
// of each database with a function that opens an empty store; it covers every
// method that package runner, bot and web call, and what they promise when many
// call them at once.
package storetest
