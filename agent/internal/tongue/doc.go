// Package tongue reads messages in other languages than English: it puts the
// English words for theirs, in English order, and leaves every word that it does
// not know. Package read and the grammar then read the message like any other, and
// ask about what is left.
//
// A language is one file in languages, with a line for each English phrase and its
// forms. Some lines are not phrases:
//
//   - "nothing" lists forms that say nothing in English, like particles,
//   - "except after" and "without after" those for "except" and "without" that stand
//     behind what they are about,
//   - "strong" those that are also English words but show the language all the same,
//   - "suffixes" what may hang on a word and says nothing in English: "mátalos",
//   - "order: verb last" says that verbs end the sentence.
//
// A form that begins with "_" counts only between numbers, or before one; one that
// begins with "^" only at the beginning of a sentence. "lanz*" is every word with this
// beginning that has no form of its own. "mach … aus" is two words with others between
// them, of which the second ends its part of the sentence.
package tongue
