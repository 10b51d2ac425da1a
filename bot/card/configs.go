package card

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// LongList is the most configurations or runs in a message. The rest goes into a
// file or a sentence.
const LongList = 10

// configTable shows the first configurations, with columns only for the parameters
// that differ.
func configTable(project *trex.Project, configs []trex.RunConfig) *chat.Table {
	columns := project.Differing(configs)
	table := &chat.Table{Columns: append([]string{"#"}, columns...)}
	for i, config := range configs[:min(len(configs), LongList)] {
		row := []string{strconv.Itoa(i + 1)}
		for _, name := range columns {
			row = append(row, say.Value(config[name]))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// configFile lists every value of every configuration as CSV.
func configFile(name string, project *trex.Project, configs []trex.RunConfig) chat.File {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	w.Write(append([]string{"#"}, project.ParamNames()...)) //nolint:errcheck // a Buffer takes everything
	for i, config := range configs {
		row := []string{strconv.Itoa(i + 1)}
		for _, param := range project.Params {
			row = append(row, config[param.Name].String())
		}
		w.Write(row) //nolint:errcheck // a Buffer takes everything
	}
	w.Flush()
	return chat.File{Name: name, Content: content.Bytes()}
}
