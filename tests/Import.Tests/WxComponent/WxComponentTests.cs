using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.PlatformImport.Commands;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.WxComponent;

/// <summary>What tools/PlatformImport makes of wxcomponent's MySQL, and what the gateway makes of that.</summary>
public sealed class WxComponentTests(MariaDbServer server) : IClassFixture<MariaDbServer>, IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly Workplace _workplace = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Entries => Path.Combine(_workplace.Folder, "entries.jsonl");

    private string Configuration => Path.Combine(_workplace.Folder, "platform.json");

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task All_of_a_healthy_wxcomponent_comes_over()
    {
        var database = await server.CreateAsync(
        [
            .. Tables.All,
            $"INSERT INTO comm (`key`, value) VALUES ('ticket', 'ticket@@@now'), ('secret', '{Tables.Seal(Secret, "pa55")}'), "
                + """('authinfo', '{"name":"海风管家","desc":"请授权","redirectUrl":"https://admin.example.com/done"}'), ('proxy', '{"open":true,"port":8083}')""",
            "INSERT INTO authorizers (appid, apptype, nickname, username, refreshtoken, funcinfo, authtime) VALUES "
                + "('wxshop', 1, '奶茶店', 'gh_shop', 'refreshtoken@@@shop', '|1|18', '2026-01-02 03:04:05'), "
                + "('wxmini', 0, '小程序', 'gh_mini', 'refreshtoken@@@mini', '', NULL), ('wxblank', 1, '', '', '', '', NULL)",
            "INSERT INTO wxcallback_rules (name, infotype, msgtype, event, type, open, info) VALUES "
                + """('文本', '', 'text', '', 1, 1, '{"port":8082,"path":"/wx/$APPID$"}'), ('click', '', 'event', 'CLICK', 1, 0, '{"port":8082,"path":""}'), """
                + """('auth', 'authorized', '', '', 1, 1, '{"port":8090,"path":"/auth"}')""",
            "INSERT INTO wxcallback_component (receivetime, infotype, postbody) VALUES ('2026-11-30 10:00:00', 'authorized', "
                + """'{"InfoType":"authorized","AuthorizerAppid":"wxshop","AuthorizationCode":"queryauthcode@@@planted"}')""",
            "INSERT INTO wxcallback_biz (receivetime, appid, msgtype, event, postbody) VALUES ('2026-11-30 10:00:01', 'wxshop', 'text', '', "
                + """'{"MsgType":"text","Content":"hi","MsgId":123456789012345678}')""",
            "INSERT INTO user (username, password) VALUES ('root', 'md5')",
        ]);

        var run = await RunAsync(database, "pa55", "--records", "--configuration", Configuration);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("accounts: 2; ticket: yes; rules: 3; records: 2", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 × accounts without a refresh token", run.Error, StringComparison.Ordinal);
        Assert.Contains("(wxblank)", run.Error, StringComparison.Ordinal);
        Assert.Contains("(root)", run.Error, StringComparison.Ordinal);
        Assert.Contains("(port 8083)", run.Error, StringComparison.Ordinal);
        AssertIsPrivate(Entries);
        AssertIsPrivate(Configuration);
        AssertHasNoSecret(run.Output + run.Error);

        var written = Read(await File.ReadAllTextAsync(Configuration, Cancelled));
        var saas = written["Gateway"]!["Services"]!["saas"]!;
        Assert.Equal((Tables.Component, Secret), ((string?)saas["AppId"], (string?)saas["AppSecret"]));
        Assert.Equal("http://127.0.0.1:8082", (string?)written["Gateway"]!["Backends"]!["local-8082"]);
        Assert.Equal("海风管家", (string?)saas["Authorization"]!["Title"]);
        Assert.Equal("https://admin.example.com/done", (string?)saas["Authorization"]!["ReturnTo"]);
        Assert.Equal(
            """{"Name":"click","Enabled":false,"When":{"MsgType":"event","Event":"CLICK"},"To":{"Backend":"local-8082","Path":"/"},"Mode":"Reply","Format":"WxComponent"}""",
            saas["Rules"]![1]!.ToJsonString());
        Assert.Equal("Copy", (string?)saas["Rules"]![2]!["Mode"]);
    }

    [Fact]
    public async Task The_gateway_takes_the_configuration_and_the_file_and_the_file_twice()
    {
        var database = await server.CreateAsync(
        [
            .. Tables.All,
            "INSERT INTO comm (`key`, value) VALUES ('ticket', 'ticket@@@now')",
            "INSERT INTO authorizers (appid, apptype, refreshtoken) VALUES ('wxshop', 1, 'refreshtoken@@@shop')",
            """INSERT INTO wxcallback_rules (name, msgtype, type, open, info) VALUES ('a', 'text', 1, 1, '{"port":8082,"path":"/$APPID$"}')""",
            """INSERT INTO wxcallback_biz (receivetime, appid, msgtype, postbody) VALUES ('2026-11-30 10:00:01', 'wxshop', 'text', '{"Content":"hi"}')""",
        ]);
        await RunAsync(database, "pa55", "--records", "--configuration", Configuration);
        var written = Read(await File.ReadAllTextAsync(Configuration, Cancelled));
        var saas = written["Gateway"]!["Services"]!["saas"]!;
        (saas["AppSecret"], saas["Token"], saas["EncodingAesKey"]) = ("s", "t", new string('a', 43));
        _workplace.Write("appsettings.json", written.ToJsonString());

        var validated = await ToolRun.OfGatewayAsync(_workplace, "validate");
        var migrated = await ToolRun.OfGatewayAsync(_workplace, "database", "migrate");
        var first = await ToolRun.OfGatewayAsync(_workplace, "database", "import-vault", Entries);
        var second = await ToolRun.OfGatewayAsync(_workplace, "database", "import-vault", Entries);

        Assert.True(validated.ExitCode == 0, validated.Output + validated.Error);
        Assert.Equal(0, migrated.ExitCode);
        Assert.Equal(
            "authorizers added: 1; refresh tokens added: 0; left as they were: 0|tickets taken: 1; records added: 1; records that were there: 0",
            LinesOf(first));
        Assert.Equal(
            "authorizers added: 0; refresh tokens added: 0; left as they were: 1|tickets taken: 0; records added: 0; records that were there: 1",
            LinesOf(second));
    }

    [Fact]
    public async Task A_sick_wxcomponent_gives_what_it_has_and_a_counted_sentence_for_the_rest()
    {
        var database = await server.CreateAsync(
            "CREATE TABLE wxtoken (type INT, appid VARCHAR(128))",
            $"INSERT INTO wxtoken VALUES (2, '{Tables.Component}')",
            "CREATE TABLE authorizers (appid VARCHAR(32), apptype VARCHAR(9), refreshtoken TEXT, funcinfo TEXT, authtime TIMESTAMP NULL, updatetime DATETIME)",
            "INSERT INTO authorizers VALUES ('wxa', 'x', 'old', NULL, '0000-00-00 00:00:00', '0000-00-00 00:00:00'), "
                + "('wxa', NULL, 'new', '|x|1||999999999999|1', NULL, '2026-01-01 00:00:00'), (NULL, '1', 'r', '', NULL, NULL), "
                + "('wx b', '1', 'r', '', NULL, NULL), ('wxnull', '1', NULL, '', NULL, NULL), ('wxspace', '1', '  ', '', NULL, NULL)",
            "CREATE TABLE wxcallback_rules (id INT, name VARCHAR(64), infotype VARCHAR(64), msgtype VARCHAR(64), event VARCHAR(64), type INT, open INT, info TEXT)",
            "INSERT INTO wxcallback_rules VALUES "
                + """(1, 'ok', '', 'text', '', 1, 1, '{"port":8082,"path":"/a"}'), (1, 'ok', '', 'image', '', 1, 1, '{"port":"8082","path":"/b"}'), """
                + """(2, 'twice', '', 'text', '', 1, 1, '{"port":8082,"path":"/c"}'), (3, 'broken', '', 'voice', '', 1, 1, '{"port":80'), """
                + """(4, 'null', '', 'video', '', 1, 1, NULL), (5, 'port', '', 'link', '', 1, 1, '{"port":70000,"path":"/"}'), """
                + """(6, 'path', '', 'location', '', 1, 1, '{"port":1,"path":"/a?b=c"}'), (7, NULL, NULL, NULL, NULL, NULL, NULL, '{}'), """
                + """(8, 'kind', 'x', '', '', 2, 1, '{"port":1,"path":"/"}'), (9, 'star', 'a*', '', '', 1, 1, '{"port":1,"path":"/"}')""",
            "CREATE TABLE comm (`key` VARCHAR(64), value TEXT, updatetime DATETIME)",
            "INSERT INTO comm VALUES ('ticket', 'ticket@@@old', '0000-00-00 00:00:00'), ('authinfo', '{\"name\":', NULL), ('proxy', '[]', NULL), "
                + "('secret', 'not base64!', NULL), (NULL, NULL, NULL)",
            "CREATE TABLE wxcallback_biz (id INT, receivetime TIMESTAMP NULL, appid VARCHAR(64), msgtype VARCHAR(64), event VARCHAR(64), postbody TEXT)",
            "INSERT INTO wxcallback_biz VALUES (1, '0000-00-00 00:00:00', 'wxa', 'text', '', '{}'), (2, '2026-11-30 10:00:00', NULL, NULL, NULL, NULL), "
                + """(3, '2026-11-30 10:00:00', 'wxa', 'text', '', '{"Content":"cut '), (3, '2026-11-30 10:00:00', 'wxa', 'text', '', '{}'), """
                + """(4, '2026-11-30 10:00:00', 'wxa', 'text', '', '{"MsgId":"\\ud800"}'), (5, '2026-11-30 10:00:00', 'wxa', 'text', '', '{}')""");

        var run = await RunAsync(database, "pa55", "--records");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("accounts: 1; ticket: no; rules: 2; records: 4", run.Error, StringComparison.Ordinal);
        foreach (var sentence in new[]
        {
            "2 × accounts without an AppId", "2 × accounts without a refresh token", "1 × older rows of an account",
            "3 × rules whose port and path cannot be read (broken, null, port)", "1 × rules whose path a rule of the gateway cannot have",
            "1 × rules for what another rule takes already (twice)", "1 × rules that take nothing", "1 × rules of a type",
            "1 × rules with * or ?", "1 × tickets of 12 hours", "2 × settings that cannot be read (authinfo, proxy)",
            "1 × secrets that MYSQL_PASSWORD does not decrypt",
            "1 × records without a time", "3 × messages of records that are cut", "(user, wxcallback_component)",
        })
        {
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        }

        var entries = await File.ReadAllTextAsync(Entries, Cancelled);
        Assert.Contains("\"refreshToken\":\"new\"", entries, StringComparison.Ordinal);
        Assert.Contains("\"functions\":[1]", entries, StringComparison.Ordinal);
        Assert.Equal("ok-2", (string?)Read(run.Output)["Gateway"]!["Services"]!["saas"]!["Rules"]![1]!["Name"]);
        await ToolRun.OfGatewayAsync(_workplace, "database", "migrate");
        Assert.Equal(0, (await ToolRun.OfGatewayAsync(_workplace, "database", "import-vault", Entries)).ExitCode);
    }

    [Theory]
    [InlineData("12:00:01", "no")]
    [InlineData("11:58:00", "yes")]
    public async Task A_ticket_is_taken_while_WeChat_takes_it(string age, string isTaken)
    {
        var database = await server.CreateAsync(
            [.. Tables.All, $"INSERT INTO comm (`key`, value, updatetime) VALUES ('ticket', 'ticket@@@planted', NOW() - INTERVAL '{age}' HOUR_SECOND)"]);

        var run = await RunAsync(database, "pa55");

        Assert.Contains($"ticket: {isTaken};", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_decrypted_with_what_is_asked_for_and_printed_nowhere()
    {
        var database = await server.CreateAsync(
            [.. Tables.All, $"INSERT INTO comm (`key`, value) VALUES ('secret', '{Tables.Seal(Secret, "typed")}')"]);
        var asked = new List<string>();
        var prompt = new SecretPrompt(_ => "wrong", question =>
        {
            asked.Add(question);
            return "typed";
        });

        var run = await ToolRun.OfAsync(
            prompt, "wxcomponent", "--mysql", server.Named(database, "other"), "--out", Entries);

        Assert.Equal(0, run.ExitCode);
        Assert.Single(asked);
        Assert.Contains("AppSecret was found. It is not printed", run.Output, StringComparison.Ordinal);
        Assert.Equal("", (string?)Read(run.Output)["Gateway"]!["Services"]!["saas"]!["AppSecret"]);
        AssertHasNoSecret(run.Output + run.Error);
        Assert.DoesNotContain("typed", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_or_a_platform_it_says_so_and_no_password()
    {
        var nowhere = await ToolRun.OfAsync(
            "wxcomponent", "--mysql", "Server=127.0.0.1;Port=1;User ID=wx;Password=pl4nted", "--out", Entries);
        var nonsense = await ToolRun.OfAsync("wxcomponent", "--mysql", "Password=pl4nted;Nonsense", "--out", Entries);
        var empty = await ToolRun.OfAsync("wxcomponent", "--mysql", server.Named(await server.CreateAsync(), "pl4nted"), "--out", Entries);

        Assert.All([nowhere, nonsense, empty], run => Assert.Equal(1, run.ExitCode));
        Assert.All([nowhere, nonsense, empty], run => Assert.DoesNotContain("pl4nted", run.Output + run.Error, StringComparison.Ordinal));
        Assert.Contains("--appid", empty.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Entries));
    }

    private static string LinesOf(ToolRun run) => string.Join('|', run.Output.Trim().Split('\n').Select(line => line.Trim()));

    private static JsonNode Read(string text)
        => JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;

    private static void AssertIsPrivate(string file)
        => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));

    private static void AssertHasNoSecret(string text) => Assert.All(
        [Secret, "refreshtoken@@@", "ticket@@@", "queryauthcode@@@", "pa55"],
        secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));

    private Task<ToolRun> RunAsync(string database, string password, params string[] more)
        => ToolRun.OfAsync(["wxcomponent", "--mysql", server.Named(database, password), "--out", Entries, .. more]);
}
