// Package transfer moves an installation from SQLite to PostgreSQL: every row
// of every table as it is, ids included, so that links and threads stay valid.
// The folders of runs are files and stay where they are.
//
// Rows are copied in batches. Each batch is committed together with the number
// of rows its table now has, so an import that was interrupted at any moment
// goes on where it stopped. At the end every table is read from both sides and
// compared. Until then no server can open the target.
//
// Only one import may run at a time; a second one is refused.
package transfer
