package word

// The concepts that code names.
const (
	MarkSame, MarkPoint, MarkAdd, MarkAlso         Concept = "mark same", "mark point", "mark add", "mark also"
	MarkDrop, MarkOnly, MarkUse, MarkNow, MarkOld  Concept = "mark drop", "mark only", "mark use", "mark now", "mark old"
	MarkWithout, MarkBoth, MarkExcept, MarkZip     Concept = "mark without", "mark both", "mark except", "mark zip"
	MarkEach, MarkAll, MarkRandom, MarkDefaults    Concept = "mark each", "mark all", "mark random", "mark defaults"
	MarkWith, MarkFor, MarkAnd, MarkOr, MarkStop   Concept = "mark with", "mark for", "mark and", "mark or", "mark stop"
	MarkAnother, MarkUp, MarkDown, MarkDivide      Concept = "mark another", "mark up", "mark down", "mark divide"
	MarkMultiply, MarkChange, MarkVague, MarkFresh Concept = "mark multiply", "mark change", "mark vague", "mark fresh"
	MarkFiller, MarkEnable, MarkBut, MarkRest      Concept = "mark filler", "mark enable", "mark but", "mark rest"
	MarkSameRest, MarkAnew, MarkScratch            Concept = "mark same rest", "mark anew", "mark scratch"
	MarkCorrect, MarkLinked, MarkSingly            Concept = "mark correct", "mark linked", "mark singly"

	The, A, Some, Own, It, Of, And, Plus, Or        Concept = "the", "a", "some", "own", "it", "of", "and", "plus", "or"
	Versus, Then, Also, But, Not, To, At, By, In    Concept = "versus", "then", "also", "but", "not", "to", "at", "by", "in"
	Into, On, For, From, Between, Over, Per, With   Concept = "into", "on", "for", "from", "between", "over", "per", "with"
	Is, Isnt, As, What, That, Than, If, When        Concept = "is", "isnt", "as", "what", "that", "than", "if", "when"
	Where, Both, All, Every, Each, Throughout       Concept = "where", "both", "all", "every", "each", "throughout"
	Everything, One, Another, Only, Keep, Please    Concept = "everything", "one", "another", "only", "keep", "please"
	Back, Out, Off, Too, Well, Way, Ways, Rather    Concept = "back", "out", "off", "too", "well", "way", "ways", "rather"
	Say, Maybe, Link, Open, Close, Setting, Staying Concept = "say", "maybe", "link", "open", "close", "setting", "staying"
	Equating, Use, Test, Used, Verb, Give, Make     Concept = "equating", "use", "test", "used", "verb", "give", "make"
	Turn, Gets, Vary, Sweep, Compare, Works, Beats  Concept = "turn", "gets", "vary", "sweep", "compare", "works", "beats"
	Leave, Adding, Exclusive, Picking, Without      Concept = "leave", "adding", "exclusive", "picking", "without"

	Letter, Numeral, Label, Labelled, Grid          Concept = "letter", "numeral", "label", "labelled", "grid"
	Combination, Training, Thing, Amount, Size      Concept = "combination", "training", "thing", "amount", "size"
	Number, N, Seed, Seeds, SeedCount, DrawCount    Concept = "number", "n", "seed", "seeds", "seed count", "draw count"
	Repeat, Repeating, Times, Time, AtATime, Random Concept = "repeat", "repeating", "times", "time", "at a time", "random"
	AtRandom, Various, Adjective, Single, Total     Concept = "at random", "various", "adjective", "single", "total"
	Singular, Option, Choice, Sample, Available     Concept = "singular", "option", "choice", "sample", "available"
	Smoothed, Epochs, Same, NounPhrase, PickEnd     Concept = "smoothed", "epochs", "same", "noun phrase", "pick end"
	Namely, Aside, Always                           Concept = "namely", "aside", "always"

	Max, Most, Least, Job Concept = "max", "most", "least", "job"

	After, Starting, Ranging, Spanning, Going, Toward Concept = "after", "starting", "ranging", "spanning", "going", "toward"
	Until, Up, Down, Right, Including, Halving, Step  Concept = "until", "up", "down", "right", "including", "halving", "step"
	Steps, Stride, Gaps, StepSize, Width, Points      Concept = "steps", "stride", "gaps", "step size", "width", "points"
	Exactly, About, Power, Twos, Tens, EqualTo        Concept = "exactly", "about", "power", "twos", "tens", "equal to"
	Factor, Doubles, Decade, Order, Magnitude         Concept = "factor", "doubles", "decade", "order", "magnitude"
	Operating, Spaced, Spread, Scan, Evenly, Linearly Concept = "operating", "spaced", "spread", "scan", "evenly", "linearly"
	Log, LogAdjective, Even, EvenAdjective            Concept = "log", "log adjective", "even", "even adjective"

	Double, Triple, Quadruple, Halve, Half, Tenfold Concept = "double", "triple", "quadruple", "halve", "half", "tenfold"
	Chained, Twice, Thrice, Extra, Fewer, Longer    Concept = "chained", "twice", "thrice", "extra", "fewer", "longer"
	SizeWord, SmallWord, Momentum, Descent, Default Concept = "size word", "small word", "momentum", "descent", "default"
	Baseline, Usual, Current, Minus                 Concept = "baseline", "usual", "current", "minus"

	DividedBy, MultipliedBy, Less, X, Yes, Run    Concept = "divided by", "multiplied by", "less", "x", "yes", "run"
	First, Last, Bound, Bit, Like, Instead, Seems Concept = "first", "last", "bound", "bit", "like", "instead", "seems"
	ClauseStart                                   Concept = "clause start"

	AddLead, Article, AddMore, AddNoun, AddWith Concept = "add lead", "article", "add more", "add noun", "add with"

	LimitLead, LimitUnit, LimitPhrase, CapLead Concept = "limit lead", "limit unit", "limit phrase", "cap lead"

	PlaceLead, PlaceNoun, PlaceGets, Largest Concept = "place lead", "place noun", "place gets", "largest"
	Smallest, Big, Little, PlaceNouns        Concept = "smallest", "big", "little", "place nouns"
	AnyOne                                   Concept = "any one"

	RemarkVerb, RemarkDegree, RemarkSize, Dismissal Concept = "remark verb", "remark degree", "remark size", "dismissal"

	Asking, Joint, Pronoun, RateLead Concept = "asking", "joint", "pronoun", "rate lead"

	Comparative, Sized, Counted, Sizeable, Countable Concept = "comparative", "sized", "counted", "sizeable", "countable"

	Switch, Absent, OffWord, OnWord, BaseNoun Concept = "switch", "absent", "off word", "on word", "base noun"
	WholeNoun, Lesser, Morer                  Concept = "whole noun", "lesser", "morer"

	ValueNoun, RunNoun, DrawNoun, TimesNoun Concept = "value noun", "run noun", "draw noun", "times noun"

	Connector, Nth, Middle Concept = "connector", "nth", "middle"

	RuleWord, Heavy Concept = "rule word", "heavy"

	Nil, Fragment, Leading, Percent, Cent, Scale Concept = "nil", "fragment", "leading", "percent", "cent", "scale"
	Thousand, Joiner, Point, Second, Exponent    Concept = "thousand", "joiner", "point", "second", "exponent"
	Negative                                     Concept = "negative"

	Known, Field, Term Concept = "known", "field", "term"
)
