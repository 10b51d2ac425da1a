// Package transfer moves an installation from SQLite to PostgreSQL: every row
// of every table as it is, ids included, so that links and threads stay valid.
// The folders of runs are files and stay where they are.
//
// Rows are copied in batches, each committed together with how many rows of its
// table are there, so an import that was interrupted at any moment goes on
// where it was. At the end every table is read back from both sides and
// compared. Until then no server can open the target.
//
// Import is not meant to be called twice at once; the second is refused.
package transfer
