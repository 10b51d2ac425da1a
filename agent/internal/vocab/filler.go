package vocab

import "strings"

// Known reports whether a word is in the closed set below: English words that
// carry no value. The agent asks about any other word and never skips it.
func Known(word string) bool { return filler[word] }

var filler = Set(`
a an the this that these those it its itself they them their theirs there here he she him her his hers we us our ours
i me my mine myself you your yours yourself u ur ya yall im ive id ill youre youd youll youve were weve well lets let
thats whats hows wheres whos theres heres its ones one ones each both all any some every either neither none
am is are was were be been being isnt arent wasnt do does did done doing dont doesnt didnt have has had having havent hasnt
can could cant couldnt would wouldnt should shouldnt will wont shall may might must need needs needed want wants wanted wanna gonna gotta
wish hope hoping like likes liked love loving prefer guess think thinking thought feel feels believe suppose reckon wonder wondering curious
know knows knowing see sees seeing seen look looks looking show shows showing check checks checking find finds finding found figure get gets getting got
give gives gimme giving lemme take takes taking make makes making made put puts putting keep keeps keeping go goes going gone come comes coming
try tries trying tried test tests testing tested run runs running ran rerun train trains training trained retrain launch launching launched start starts starting started
kick fire spin begin execute perform conduct do sweep sweeps sweeping search searching explore exploring scan scanning grid gridsearch experiment experiments
experimenting compare compares comparing compared comparison benchmark evaluate evaluating eval evaluation investigate study ablate ablation ablations
tune tuning tweak tweaking optimize optimizing optimise optimising fit fitting use uses using used apply applying set sets setting settings setup configure configured
schedule queue submit enqueue prepare draft propose suggest plan planning create build generate produce vary varying varied varies change changes changing changed
pick picking choose choosing chosen select selecting selected consider considering specify specified assign plug
of in on at to for from by with within into onto over across through throughout per via as about around upon under between among amongst during until till
and or but so if then than else also too either plus though although because since while when whenever where wherever whether why how what which who whom whose
yes yeah yep yup no nope nah ok okay okey k sure fine alright right cool nice great good awesome perfect sweet lovely neat brilliant excellent super fantastic
please pls plz plx kindly thanks thank thx ty cheers hi hello hey heya hiya yo greetings morning afternoon evening folks guys team everyone everybody all buddy mate friend dude
trex bot sir man bro pal assistant robot dear
now just simply only really actually basically literally maybe perhaps possibly probably definitely certainly quickly quick fast slowly soon later today tonight tomorrow
again once still yet already ever always usually sometimes first next last finally lastly afterwards meanwhile asap overnight weekend lunch bedtime
very pretty quite rather somewhat bit little much many more most lot lots few several couple various different differing distinct several multiple
thing things stuff way ways kind kinds sort sorts type types case cases sake sense idea ideas point time times moment minute while day week today
value values number numbers option options choice choices level levels config configs configuration configurations cfg cfgs conf run runs job jobs trial trials
attempt attempts model network net mlp nn neural classifier trainer training-run trainings combination combinations combo combos variant variants version versions parameter parameters
param params hyperparameter hyperparameters hyperparam hyperparams hparam hparams hp hps set sets result results outcome effect effects impact difference differences
list lists table total altogether overall respectively separately individually together simultaneously parallel parallelly sequence sequentially concurrently side back row
new same similar other others another next previous current above below following usual standard normal regular typical plain vanilla ordinary original
default defaults baseline base everything anything something nothing whatever rest remaining remainder else otherwise unchanged untouched intact fixed constant constantly
would'd interested interesting interest happen happens happening happened work works working worked help helps helping perform performs performance better best worse good bad
converge converges converging learn learns learning overfit overfits overfitting underfit improve improves improving improvement matter matters affect affects influence
range ranges ranging interval span spanning going equal equals equally even evenly spaced space spacing spread exactly precisely approximately roughly approx about around say namely specifically e.g eg ie i.e
wise regarding concerning respect terms term regard considering given assuming provided based according except
sir ma'am hmm hm hmmm um umm uh uhm er ah oh ooh aha wow whoa haha lol lmao jk btw fyi imo imho tbh afaik iirc atm rn fwiw idk omg ugh meh oops sorry excuse pardon
let's it'd it'll that'd there'd we'd we'll we're i've i'd i'll i'm
up down out off away along ahead forward against versus vs aside apart
fresh quick short brief simple small big large huge tiny tad long real proper decent solid sane sensible reasonable
question questions request requests task tasks mind minds favor favour
two-way three-way head-to-head side-by-side one-by-one step-by-step so-called
me pls thankyou x n far tell shall fix fixing notify ping alert minimise minimize maximise maximize minimizing maximizing objective metric metrics average averaged averaging mean suspect suspects hypothesis hypothesize discussed discuss agreed kthx kthxbye todo dismiss dismissed discard reject rejected approve approved confirm confirmed edit edited fork clone copy duplicate base beat beats beating combine combining combined loss losses accuracy acc validation val performance
heyy heyyy heyyyy hii hiii hellooo plss plzz pleaase pleasee okk okay okayy yess yesss sooo soo thankss thankyouu
fancy sanity smoke thinks says said told asking suggests suggested recommend recommends recommended recommendation advised mentioned mention heard
read reading wrote believes seems seem seemed appear appears sounds sound sounded helped allow allows leave leaves left stay stays staying remain
remains hold holds stick sticks excited happy glad afraid worried unsure certain possible impossible able unable ready high low enough almost nearly
barely hardly merely slightly close closer near nearby further deeper weird strange odd funny silly stupid crazy wild bold conservative aggressive
moderate gentle extreme common rare popular classic famous yesterday earlier before after monday tuesday wednesday thursday friday saturday sunday
january night nights somehow anyhow anyway anyways besides hence thus therefore however nonetheless nevertheless instead indeed surely obviously
clearly apparently beginning end ending finish finishing finished complete completing continue continuing proceed resume round rounds series bunch
pair pairs handful lines rows column columns entry entries item items element elements member members looked watch watches watching notice noticed
observe observed prove proves confirm confirms verify verifies validate validating reproduce reproducing replicate replicating repeat repeating eod
eow due own self truly honestly frankly seriously anew afresh part parts portion piece pieces sides area areas goal goals aim target targets purpose
reason reasons answer answers reply respond response figures chart charts plot plots curve curves graph graphs easy easier easily hard harder
difficult simpler simplest nicely properly correctly wrong everywhere nowhere somewhere anywhere experimental person people human humans user users
someone anybody nobody kindof sortof lil lill aight ight bet dope sick lit rad tho thru cuz coz bc cause bcs w wo prolly probs def defo totes obv tbf
ngl smth sth sumthin hoped planned startup whichever whoever ideal ideally optimal optimum suitable appropriate actual truth humbly respectfully bigly
call calls called name named names label labeled initial initially final eventually ultimately main mainly mostly primarily chiefly partly came bring
brings bringing brought wait waiting waits throw throws shoot shoots fires play plays playing toy toying mess messing fiddle fiddling push pushes pull
pulls turn turns turned move moves feeling stuffs world info information detail details context background note notes noting fun joy pleasure chance
chances luck lucky hopefully fingers crossed rough supposed supposedly worth worthwhile spot spots story saw lead leads tonite 2nite welcome means
meant meaning speak speaking talk talking saying ask care careful carefully fully completely entirely totally exact alone purely pure
morning's tonight's today's digits' project projects
colleague colleagues boss advisor supervisor professor prof student reviewer reviewers paper papers deadline meeting demo
he's she's they're who's what'd how'd
holding nb nr held export train.sh run.sh sbatch srun torchrun accelerate nohup ditto dict json yaml yml toml
bitte danke dankeschön hallo moin servus guten morgen tag abend kannst könntest koenntest du wir ich mal eben noch einmal doch gerne schönen gruß gruss grüße und den dem der das ein eine einen
por favor hola gracias buenos días dias buenas tardes puedes podrías podrias quiero quisiera me gustaría nos el los las un una unos unas vale venga muchas
sil te plaît plait vous s'il merci bonjour salut bonsoir peux tu pouvez pourrais je veux voudrais le la les une des du moi
obrigado obrigada olá ola faz favor você voce pode grazie ciao buongiorno puoi vorrei alsjeblieft dank bedankt graag kun dziękuję proszę tack snälla takk kiitos onegai arigato
whoops whoopsie argh doh dang darn damn wanting wish'd differently period std deviation respective stddev
ton tons million heap heaps batchwise debug debugging debugged ablations section appendix supplementary rebuttal reproducibility reproducible camera-ready submission venue review reviews
error errors bar bars statistics statistical statistically significance significant noise-free evidence claim claims argument hunch hunches gut intuition theory theories crap
regularization regularisation regularize regularise regularizing regularizer capacity generalize generalise generalization generalisation
struggle struggling suffer suffering trouble issue issues problem problems bug bugs concern concerns worry worries complaint complaints discussion discussing chat conversation message messages email thread channel slack discord
asked asks asking writes agree agrees grateful thankful appreciate appreciated appreciation bother bothering disturb apologies apologize kindness humor humour performed performing bed sleep sleeping sleepy tired awake regards sincerely wishes
coffee tea dinner breakfast holiday vacation christmas trip train-ride bus office home desk laptop phone keyboard typo typos
honest honesty quality quantity stable stability unstable sensitive sensitivity robust robustness reliable consistent consistency faster slower speed speedy efficient efficiently cheap cheaper expensive cost costs budget
understand understood understanding explain explained demonstrate demonstrates illustrate compare-all decide decided decision determine identify track tracking record recording collect collecting gather
feature features useful helpful beneficial harmful necessary unnecessary pointless overkill quickie sanity-check double-check cross-check ballpark sweet-spot
python python3 py script cmd command line bash sh shell run.py train.py main.py
`)

// Set returns the words of a text, as written and squashed.
func Set(text string) map[string]bool {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(text) {
		words[strings.ReplaceAll(word, "'", "")] = true
		words[Squash(word)] = true
	}
	return words
}

// OfTheField reports whether a word has a meaning in machine learning, whether
// or not a project uses it.
func OfTheField(word string) bool { return otherNames[Squash(word)] }

// otherNames have a meaning in machine learning, so they are never misspellings.
var otherNames = Set(`
adamw nadam radam adamax adafactor adabelief adadelta adagrad lion rmsprop rprop lamb lars nesterov lbfgs sophia muon shampoo yogi amsgrad asgd sgdr
gamma beta beta1 beta2 betas alpha lambda eps epsilon rho tau temperature temp momentum nesterov rank heads head depth layer layers node nodes
gpu gpus cpu cpus tpu memory ram disk cuda worker workers thread threads core cores
warmup scheduler schedule cosine linear constant polynomial exponential plateau annealing restarts
relu gelu selu elu tanh sigmoid softmax swish silu mish activation activations
augment augmentation augmentations flip crop mixup cutmix cutout noise smoothing clip clipping gradient gradients grad grads accumulation
early stopping patience bn batchnorm layernorm norm normalization init initialization xavier kaiming he glorot
mnist fashion cifar cifar10 cifar100 imagenet svhn dataset data split fold folds
loss accuracy acc f1 auc precision recall metric metrics perplexity bleu rouge
ema swa bf16 fp32 fp8 int8 amp precision quantization lora qlora adapter adapters prefix
resnet resnet18 resnet50 vgg vit bert gpt llama mistral transformer lstm rnn gru cnn conv convolution kernel kernels filter filters channel channels stride pool pooling
hour hours minute minutes second seconds sec secs day days week weeks month iteration iterations iter iters step steps batches samples examples
top bottom max min maximum minimum mean median average sum dropped decayed
batching seeding width widths weight weights bias biases input output inputs outputs
rate rates size sizes unit number count
l1 elasticnet ridge lasso hinge focal
`)
