package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/vocab"
)

// marker is a word or phrase that changes how its neighbours are read.
type marker uint8

const (
	mNone marker = iota
	mSame
	mPoint
	mAdd
	mAlso
	mDrop
	mOnly
	mUse
	mNow
	mOld // what follows is replaced: "instead of"
	mWithout
	mBoth // "with and without"
	mExcept
	mZip
	mEach
	mAll
	mRandom
	mDefaults
	mWith
	mFor
	mAnd
	mOr
	mStop
	mAnother
	mUp
	mDown
	mDivide
	mMultiply
	mChange
	mVague
	mFresh
	mFiller
	mEnable
	mBut
	mRest
	mSameRest
	mAnew
	mScratch
	mCorrect
	mReset
	mLinked
	mSingly
)

// phrases are the wordings of each marker. The longest match wins.
var phrases = map[marker]string{
	mSame: `same|the same|same as before|same as above|same as last time|same again|same thing|same setup|same config|same configs|
		same settings|same one|same ones|same run|same runs|same experiment|same sweep|same grid|same parameters|as before|like before|as above|
		as previously|like last time|as last time|again|once more|once again|one more time|repeat|rerun|re-run|redo|previous config|previous configs|
		previous one|previous ones|previous setup|previous experiment|previous settings|last config|last configs|last setup|last settings|last experiment|
		the last one|the previous one|identical|
		leave the rest|repeat that|repeat this|repeat it|do that again|do it again|run it again|run that again|run them again|the above|those configs|these configs|that config|this config|these runs|those runs|that run|that one|this one|that sweep|this sweep|that grid|this grid`,
	mPoint: `run that|run it|run this|run them|do that|do it|do this|train it|train that|launch it|launch that|ditto|it|them|those|these|instead|then|what about|how about|and what about|and how about|actually|rather|too|as well|on second thought|
		hmm|hm|on top|on top of that|additionally|in addition|as well as that|more|further|even`,
	mCorrect: `wait|no wait|wait no|sorry|no sorry|i meant|i mean|sorry i meant|sorry i mean|no i meant|no i mean|correction|make that|no make that|no make it|or rather|uh no|um no|err`,
	mAdd:     `add|adding|append|include|including|throw in|plus|put in|add in|extend with|extend by|another one with|one more with|one more|and one more|and also|include also|add also|also add|also include`,
	mAlso: `compare with|compare to|compare against|compare that with|compare it with|compare this with|compare them with|compare those with|compare these with|compare that to|compare it to|compare this to|compare them to|compare those to|compare that against|compare it against|compare them against|versus that|also|also try|also run|and also try|try also|as well try|additionally try|also test|also do|also one with|also with|and try|and one with|another one at|one more at|one more run with|
		another run with|another with`,
	mDrop: `drop|remove|delete|skip|exclude|leave out|leave off|take out|get rid of|omit|discard|lose|ditch|cut out|forget|forget about|throw out|
		throw away|kick out|leave away|never|never use|never run|never try|dont combine|do not combine|dont mix|do not mix|dont pair|never combine|leaving out|leaving off|taking out|skipping|dropping|removing|omitting|dont include|do not include|dont use|do not use|dont need|do not need|no need for|never mind|nevermind|strip|without the|skip the|drop the|remove the|not|no longer|dont do|dont try|do not try|dont run|eliminate`,
	mOnly:    `only|keep only|just keep|only keep|only use|keep|just use|only the|limit to|restrict to|limit it to|restrict it to|narrow to|narrow it to|narrow down to|only run|only do|only try`,
	mUse:     `give|use|using|make|make it|make that|make them|make this|set|set it|go for|go with|switch|switch to|switch it to|put|turn|let it be|should be|try it with|try that with|try this with|try them with|run it with|run that with|run them with|run this with`,
	mNow:     `now|now use|now try|now with|now do|now run|now make it|now set|next try|next use`,
	mOld:     `instead of|in place of|in lieu of|rather than|as opposed to|replacing`,
	mWithout: `without|no|w/o|sans|disable|disabled|turn off|switch off|zero|turning off|disabling|minus|without any|with no|no more|not any`,
	mBoth:    `with and without|with or without|with vs without|with versus without|with / without|with & without|without and with|both with and without`,
	mExcept:  `except|except for|but not|excluding|other than|apart from|besides|all but|anything but|everything but|save for|minus|not including`,
	mZip:     `pair|pairing|match up|matching up|lined up|in lockstep|respectively|respective|resp|pairwise|paired|in pairs|as pairs|zip|zipped|zip them|zip together|one to one|one-to-one|pair them|pair them up|elementwise|matched`,
	mEach:    `each|for each|each one|each of them|each of these|for all|for both|both|in each case|apiece|in both|for every|every one|across all|in all cases|in both cases|all of them|all with|each with|both with|all for|both for|each for|all at|both at|all using|both using|per config|per configuration|per run|per setting|for all of them|on all of them|everywhere|throughout`,
	mAll:     `all|every|each of the|all the|all of the|all available|all possible|every available|every possible|any|all three|all 3|both of the|both the|the different|all different|different|the available|available|various|all the different|all the available|whichever`,
	mRandom:  `random|randomly|random search|randomised|randomized|sample|sampled|sampling|samples|draw|drawn|at random|random sample|random samples|randomly sample|randomly sampled|randomly chosen|randomly drawn|monte carlo|random sampling|randomize|randomise|randomly pick|uniformly at random`,
	mDefaults: `same as default|same as the default|same as defaults|same as the defaults|same as baseline|same as the baseline|same as in the baseline|default|defaults|the default|the defaults|default config|default configs|default configuration|default settings|default setting|default parameters|default params|default values|
		default hyperparameters|default hyperparams|default hparams|default setup|default options|default run|default model|baseline|the baseline|baseline config|baseline run|baseline configuration|baseline settings|baseline setup|baseline model|default everything|everything default|all default|all defaults|defaults only|everything at default|everything on default|out of the box|out-of-the-box|stock settings|stock config|vanilla settings|vanilla config|standard settings|standard config|default baseline|plain run|normal run|standard run|as is|nothing special|no changes|without changes|unchanged defaults`,
	mWith:     `with|using|at|having|under|w/|and with|@`,
	mFor:      `for|over|during`,
	mAnd:      `and|&|as well as|along with|together with|and also|and then|followed by`,
	mOr:       `or|or maybe|or perhaps|or else|or even`,
	mStop:     `vs|v|versus|vs.|against|compared to|compared with|in comparison to|in comparison with|to be compared with|than|better than|works better than|beats|beat|outperforms|outperform|any better than`,
	mAnother:  `another|another one|one with|a second one|second one|a second|first run|second run|third run|one run with|a run with|one at|one using|other one|and one|the other|the other with|the second with|the first with|the other one|first|second|third|first one|option a|option b|variant a|variant b`,
	mUp:       `increase|increasing|raise|bump|bump up|boost|extend|grow|scale up|enlarge|up|crank up|crank|turn up|lengthen|push|push up|ramp up|double up`,
	mDown:     `decrease|decreasing|reduce|lower|cut|shrink|scale down|lessen|shorten|bring down|turn down|dial down|drop down|cut down|tone down|go down`,
	mDivide:   `divide|dividing`,
	mMultiply: `multiply|multiplying|scale`,
	mChange:   `change|switch from|move|go from|moving|swap|swap out|replace|substitute|alter|modify|changing|update|exchange|trade`,
	mVague:    `few|several|couple|a few|a couple|a couple of|some|a bunch of|bunch|a handful of|handful|many|multiple|a lot of|lots of|higher|lower|larger|smaller|bigger|longer|shorter|less|fewer|greater|slower|faster|wider|narrower|deeper|stronger|weaker|tiny|huge|big|large|small|high|low|long|short`,
	mFresh:    `try|run|train|test|sweep|launch|start|kick off|fire off|fire up|spin up|grid|grid search|compare|explore|scan|evaluate|benchmark|please run|please try|do|lets do|lets try|lets run|i want|i would like|id like|can we|could we|give me|gimme|show me|experiment|search|random search|queue|submit|schedule|begin|execute|tune|fit|check|see|study|investigate|ablate|ablation|propose|suggest`,
	mBut:      `but`,
	mAnew:     `next up|next experiment|next sweep|next idea|new idea|different idea|another idea|new plan|now for something|scrap that|scrap it|forget that|forget it|start again|begin again|forget all that|forget about that|start over|from scratch|new experiment|new one|a new one|new sweep|new proposal|new run|a new run|a new experiment|a new sweep|different experiment|a different experiment|something else|something different|unrelated|separately|a separate run|separate experiment|another experiment|another sweep|a fresh run|fresh start|fresh run|reset|reset everything|reset all|starting over|brand new`,
	mSameRest: `everything else the same|keep everything else|keep the rest|rest the same|all else equal|keep the others|leave the rest|rest unchanged|same otherwise|otherwise the same|otherwise identical|otherwise unchanged|keep all else|rest as before|others unchanged|keep everything else the same|everything else unchanged|everything else as is|keep everything else as is|keep the rest the same|keep the rest as is|keep everything the same|the rest the same|the rest unchanged|the rest as before|everything else as before|keep everything else unchanged|keep everything else fixed|keep the others the same|leave everything else|leave everything else as is|leave the rest as is|leave everything else the same|nothing else changes|other things equal|all other things equal|everything else equal`,
	mLinked:   `linear scaling|linear scaling rule|scale with|scales with|scaled with|scaling with|scale linearly with|scales linearly with|linearly with|proportional to|proportionally to|in proportion to|grows with`,
	mSingly:   `each change alone|each alone|each change separately|each change on its own|each change by itself|dont cross them|do not cross them|dont cross|do not cross|not crossed|one change each|one change per run|one run per change|one run for each change|a run per change|a run for each change|no crossing|not a grid|no grid|not as a grid|not in a grid|without a grid|not a full grid|not combined|not all combinations|not every combination|do not combine them|dont combine them|dont combine any|each on its own|each by itself|each alone|individually|one by itself|separate runs|separate experiments|three separate runs|in separate runs|as separate runs`,
	mScratch:  `scratch that|scratch it|scratch all that`,
	mRest: `rest default|the rest default|rest at default|others default|other params default|other parameters default|everything else default|everything else at default|everything else as default|leave the rest default|leave the rest at default|keep the rest default|keep the rest at default|rest defaults|all else default|remaining default|rest on default|all other defaults|default for the rest|default otherwise|defaults otherwise|otherwise default|otherwise defaults|default elsewhere|defaults for everything else|defaults for the rest|default for everything else|
		everything else at the default|the rest at the default|rest as default|the rest as default|the rest at default|the rest at defaults|the rest at their defaults|everything else at its default|everything else on default|keep everything else at default|keep everything else default|keep everything at default|leave everything else at default|leave everything else default|others at default|other parameters at default|other params at default|all others default|all others at default|set everything to default|everything to default|remaining at default|default values for the rest|default values for everything else|default for others|rest of the defaults|default settings otherwise|otherwise default settings`,
	mEnable: `enable|enabled|turn on|switch on|activate|turning on|enabling`,
	mFiller: `and so on|etc|or so|or something|or whatever|and such|i think|id say|lets say|let us say|a try|give it a try|give it a shot|a shot|a go|have a go|this time|a run|one run|a single run|single run|just once|at the same time|in parallel|at once|a quick|one by one|in a row|for me|for now|for us|for fun|for good measure|for a change|for comparison|for the record|for starters|for example|for instance|for once|for sure|to start|to start with|to begin with|at least|at most|at first|at all|no problem|no worries|no rush|no hurry|no idea|why not|not sure|if not|whether or not|or not|if possible|if you can|if you could|if you dont mind|when you can|when you get a chance|when youre free|as soon as possible|on the side|in the meantime|by the way|of course|and see|and see what happens|to see|see how it does|more or less|once and for all|sort of|kind of|type of|a bit of|a little|a bit|a tad|no more than|one last|one thing|one question|only once|just wondering|as well please|for real|no doubt|each other|no matter|not yet|not only|all good|all right|over night|over the weekend|over lunch|on the digits|on this|in total|in all|all in all|all together|overall|the whole thing|a whole|on top of each other|with respect to|in terms of|up to you|long story short|long run|high five|big thanks|many thanks|so many thanks|much appreciated|lower case|at that|and that|like that|like this|like so|as follows|the following|following|too long|too much|for too long|too many|a new|of them|of those|of these|one of|back to back|set of|a set of|set up|setting up|a grid of|grid of|put together|a list of|list of|mix of|a mix of|combination of|combinations of|every combination of|all combinations|all combinations of|all the combinations of|all pairs of|each combination of|every combination|cross product of|cartesian product of|cross product|full grid|full factorial|full grid over|outer product|all permutations of|any combination of|than that|up and running|let it run|let it train|a look|take a look|have a look|the run|runs with|what if|what happens if|what happens when|what would happen if|what happens with|i wonder what happens|what does it look like|how does it do|how it does|how they do|how well|how good|how they compare|how it compares|how do they compare|how does that compare|which is better|which one is better|what is better|which works better|which works best|which one works better|which one works best|which one wins|which wins|any better|it works|if it works|if it helps|whether it helps|if that helps|if this helps|does it help|whether that helps|how much it helps|make a difference|makes a difference|if it makes a difference|makes any difference|one more thing|quick one|on it|does it|is it|it is|it does|it be|would it|about it|if it|it with|make sense|it would be|it would be nice|it would be great|would it be possible|is it possible|can it|it to|see it|up for`,
}

// pattern is one wording, cut into words.
type pattern struct {
	words []string
	mark  marker
}

var patterns = compile(phrases)

// structural words are read by rules. They are never part of a misspelling and
// never unknown.
var structural = structuralWords()

func compile(wordings map[marker]string) map[string][]pattern {
	index := make(map[string][]pattern)
	for mark, text := range wordings {
		for wording := range strings.SplitSeq(text, "|") {
			words := strings.Fields(wording)
			index[words[0]] = append(index[words[0]], pattern{words, mark})
		}
	}
	for _, list := range index {
		slices.SortFunc(list, func(a, b pattern) int {
			if d := len(b.words) - len(a.words); d != 0 {
				return d
			}
			return int(a.mark) - int(b.mark)
		})
	}
	return index
}

func structuralWords() map[string]bool {
	words := make(map[string]bool)
	for _, list := range patterns {
		for _, p := range list {
			for _, w := range p.words {
				words[w] = true
			}
		}
	}
	for w := range strings.FieldsSeq(`double doubled doubling twice triple tripled thrice quadruple halve halved halving half quarter order orders magnitude
		log logspaced log-spaced logarithmic logarithmically log-scale logscale geometric geometrically geomspaced exponentially linear linearly linspace logspace geomspace range arange uniform loguniform
		uniformly log-uniform log-uniformly evenly equally spaced powers power factor factors times time through thru
		steps step increments increment values points repeats repetitions replicates replicas repetition tenfold multiplied divided by extra additional fewer
		true false yes off none enabled disabled last`) {
		words[w] = true
	}
	return words
}

// heavy words change the request. If no rule reads one, the answer asks about
// it.
var heavy = vocab.Set(`double doubled doubling triple tripled quadruple halve halved halving half quarter magnitude logspaced log-spaced logarithmic
	logarithmically log-scale logscale geometric geometrically exponentially linspace logspace geomspace loguniform powers power factor factors
	tenfold multiplied divided extra additional fewer disabled enabled repeats repetitions replicates increments except excluding unless none off true false`)

// markerAt returns the marker of the longest wording that begins at i, and the
// wording's length.
func (p *parser) markerAt(i int) (marker, int) {
	list := p.items[i].patterns()
	for _, pat := range list {
		if len(pat.words) <= len(p.items)-i && p.matches(i, pat.words) {
			return pat.mark, len(pat.words)
		}
	}
	return mNone, 0
}

func (it item) patterns() []pattern {
	if it.isNumber() {
		if it.Num.Spelled {
			return patterns[it.Text]
		}
		return nil
	}
	return patterns[it.Text]
}

func (p *parser) matches(i int, words []string) bool {
	for k, word := range words {
		if p.items[i+k].Text != word {
			return false
		}
	}
	return true
}
