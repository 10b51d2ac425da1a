package slack

// scopes lists what the calls and events in use need. Tests compare it with
// them and with the manifest.
var scopes = []struct{ name, why string }{
	{"app_mentions:read", "hear when it is mentioned"},
	{"channels:history", "read replies in threads of public channels"},
	{"chat:write", "write and edit its messages"},
	{"commands", "offer /trex"},
	{"files:read", "read files that people attach to a message to it, and know when a picture is ready to be shown"},
	{"files:write", "upload charts, logs and long lists"},
	{"groups:history", "read replies in threads of private channels"},
	{"im:history", "read direct messages"},
	{"im:write", "answer clicks on its Home tab with a direct message"},
	{"links:read", "see links to runs"},
	{"links:write", "show previews of them"},
	{"mpim:history", "read group messages"},
	{"reactions:read", "see reactions to its messages"},
	{"users:read", "call people by their names"},
}

// events lists the events that Slack must deliver.
var events = []string{
	"app_home_opened", "app_mention", "link_shared", "message.channels", "message.groups", "message.im",
	"message.mpim", "reaction_added",
}
