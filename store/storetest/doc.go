// Package storetest tests what every store must do. The tests of each database
// call Run with a function that opens an empty store. Run covers every method
// that the packages runner, bot and web call, and what the methods promise when
// many goroutines call them at once.
package storetest
