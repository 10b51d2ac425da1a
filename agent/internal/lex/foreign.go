package lex

import "strings"

// foreign maps small words of other languages to English. Teams put them between
// names and values that are English everywhere. The list has only words that
// change the meaning; greetings are fillers of the vocabulary. Words with
// another meaning in English, like "a", "die" and "no", stay English.
var foreign = pairs(`
mit with, avec with, con with, com with, und and, et and, oder or, ou or, oppure or, ohne without, senza without, sem without, zonder without,
für for, fuer for, pour for, para for, voor for, von from, vom from, desde from, depuis from, bis to, hasta to, jusqu'à to, fino to, até to, tot to,
zwischen between, entre between, tra between, tussen between, jeweils each, chacun each, statt instead of, auch also, aussi also, también also, tambien also,
jetzt now, nun now, maintenant now, ahora now, adesso now, agora now, dann then, ensuite then, luego then,
probier try, probiere try, probieren try, versuch try, versuche try, versuchen try, teste try, testen try, essaie try, essaye try, essayer try, prueba try, probar try,
prova try, tente try, probeer try, starte run, starten run, lance run, lancer run, lanza run, lanzar run, trainiere train, trainieren train, entrena train, entrenar train,
entraîne train, entraine train, treine train, vergleiche compare, vergleich compare, compara compare, comparer compare, confronta compare, vergelijk compare,
lernrate learning rate, épocas epochs, epocas epochs, époques epochs, epoques epochs, epoche epochs, epochen epochs, batchgröße batch size, batchgroesse batch size,
stapelgröße batch size, selbe same, même same, mismo same, nur only, seulement only, alle all, alles everything
`)

// pairs reads "foreign english, foreign english".
func pairs(text string) map[string][]string {
	words := make(map[string][]string)
	for entry := range strings.SplitSeq(text, ",") {
		if fields := strings.Fields(entry); len(fields) > 1 {
			words[strings.ReplaceAll(fields[0], "'", "")] = fields[1:]
		}
	}
	return words
}

// translate replaces foreign words with English ones. Raw keeps the typed word.
func translate(tokens []Token) []Token {
	out := tokens[:0:0]
	for i, t := range tokens {
		english, ok := foreign[t.Text]
		if !ok || t.Kind != Word {
			if t.Kind == Word && t.Text == "y" && i+1 < len(tokens) && tokens[i+1].Kind == Num { // "0.1 y 0.01"
				t.Text = "and"
			}
			out = append(out, t)
			continue
		}
		for _, word := range english {
			t.Text = word
			out = append(out, t)
		}
	}
	return out
}
