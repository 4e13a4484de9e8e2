using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Import.Tests.WxComponent;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Import.Tests.Mpapi;

/// <summary>What tools/PlatformImport makes of mpapi's MySQL, in the database of a gateway.</summary>
public sealed class MpapiTests(MariaDbServer server) : IClassFixture<MariaDbServer>, IAsyncLifetime
{
    private const string App = "wx0123456789abcdef";
    private const string Key = "AAECAwQFBgcICQoLDA0ODw==";

    private readonly Workplace _workplace = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string State => Path.Combine(_workplace.Folder, "state");

    public async ValueTask InitializeAsync() => await ToolRun.OfGatewayAsync(_workplace, "database", "migrate");

    public ValueTask DisposeAsync()
    {
        _workplace.Dispose();
        return default;
    }

    [Fact]
    public async Task All_of_a_healthy_mpapi_comes_over_and_a_second_run_changes_nothing()
    {
        var database = await server.CreateAsync(
        [
            .. MpapiTables.All,
            .. Users(3),
            "INSERT INTO user_extra (user_id, nickname, avatar_url) VALUES (2, CONVERT(0xE5A5B6E88CB6F09FA58B USING utf8mb4), 'https://thirdwx.qlogo.cn/2')",
            "INSERT INTO user_mobile (user_id, phone_number, pure_phone_number, country_code) VALUES (2, '13800000002', '13800000002', '86'), (3, '', '', '')",
            Notice(2, "NOW() + INTERVAL 1 DAY"), Notice(2, "NOW() - INTERVAL 1 HOUR"), Notice(2, "NOW() - INTERVAL 2 DAY", status: 2),
        ]);

        var tried = await RunAsync(database);
        Assert.Equal(0, tried.ExitCode);
        Assert.Contains("Nothing was written", tried.Error, StringComparison.Ordinal);
        Assert.Contains("users: 3 added, 0 completed, 0 left", tried.Error, StringComparison.Ordinal);
        Assert.Contains("waiting messages: 2 added, 0 left", tried.Error, StringComparison.Ordinal);
        Assert.Empty((await ReadAsync()).Users);

        var first = await RunAsync(database, "--write");
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("Written:", first.Error, StringComparison.Ordinal);
        Assert.Contains("times read as UTC+00:00", first.Error, StringComparison.Ordinal);
        var (users, notices) = await ReadAsync();
        Assert.Equal([(1, "o-1"), (2, "o-2"), (3, "o-3")], users.Select(user => ((int)user.User.Id, user.User.OpenId)));
        var second = users[1].User;
        Assert.Equal(
            ("u-2", "奶茶🥋", "https://thirdwx.qlogo.cn/2", "+86 13800000002"),
            (second.UnionId, second.Nickname, second.AvatarUrl, second.Phone!.Canonical));
        Assert.Equal(
            (new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)),
            (users[1].CreatedAt, users[1].LoginAt));
        Assert.Equal([(2, "template"), (2, "template")], notices.Select(notice => ((int)notice.User, notice.TemplateId)));
        Assert.Contains("{\"thing1\":\"hi\"}", notices[0].Payload, StringComparison.Ordinal);
        Assert.Contains("\"description\":\"rain\"", notices[0].Payload, StringComparison.Ordinal);
        AssertHasNoSecret(first);

        var again = await RunAsync(database, "--write");
        Assert.Contains("users: 0 added, 0 completed, 3 left", again.Error, StringComparison.Ordinal);
        Assert.Contains("waiting messages: 0 added, 2 left", again.Error, StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize((users, notices)), JsonSerializer.Serialize(await ReadAsync()));
    }

    [Fact]
    public async Task Each_hostile_row_gets_a_sentence_and_nobody_comes_in_halves()
    {
        var database = await server.CreateAsync(
        [
            .. MpapiTables.Lax,
            "INSERT INTO user VALUES "
                + string.Join(", ", new[]
                {
                    Row(1, "NULL", "'o-1'"), Row(2, $"'{App}'", "NULL"), Row(3, $"'{App}'", "''"), Row(4, $"'{App}'", "'o 4'"),
                    Row(5, $"'{App}'", "'o-twice'"), Row(6, $"'{App}'", "'o-twice'"), Row(7, $"'{App}'", "'o-7'", key: "'not a key'"),
                    Row(8, $"'{App}'", "'o-8'", created: "'0000-00-00 00:00:00'"), Row(9, $"'{App}'", "'o-9'", expires: "NULL"),
                    Row(10, $"'{App}'", "'o-10'"), Row(11, $"'{App}'", "'o-11'"), Row(12, $"'{App}'", "'o-12'"),
                    Row(13, $"'{App}'", "'o-13'"), Row(14, $"'{App}'", "'o-14'"), Row(15, $"'{App}'", "'o-good'"),
                    Row(16, $"'{App}'", "'o-16'"), Row(16, $"'{App}'", "'o-16b'"), "(NULL, 'wx1', 'o', NULL, 't', NULL, NULL, NULL)",
                }),
            $"INSERT INTO user_extra VALUES (1, 10, 0x61FF62, NULL), (2, 11, 'a', 'javascript:alert(1)'), (3, 12, 'a', NULL), (4, 12, 'b', NULL), "
                + "(5, 15, '微信用户', 'https://thirdwx.qlogo.cn/grey'), (6, 99, 'nobody', NULL)",
            "INSERT INTO user_mobile VALUES (1, 13, '1', 'no phone', '86'), (2, 14, '1', '138', '86'), (3, 14, '1', '139', '86')",
            Notice(15, "NOW()"), Notice(15, "NOW()", status: 1), Notice(15, "'0000-00-00'"), Notice(15, "NOW() - INTERVAL 2 DAY"),
            Notice(15, "NOW() + INTERVAL 3 YEAR"), Notice(99, "NOW()"), Notice(10, "NOW()"), Notice(15, "NOW()", data: "{broken"),
            Notice(15, "NOW()", app: "wxother"),
        ]);
        var problems = Path.Combine(_workplace.Folder, "problems.txt");

        var run = await RunAsync(database, "--write", "--problems", problems);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("users: 1 added", run.Error, StringComparison.Ordinal);
        Assert.Contains("waiting messages: 1 added", run.Error, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(problems, Cancelled);
        foreach (var sentence in new[]
        {
            "user 1: appid is none.", "user 2: openid is empty.", "user 3: openid is empty.",
            "user 4: openid has characters that WeChat's have not.",
            "user 5: its openid stands there more than once; remove the row that is wrong.",
            "user 6: its openid stands there more than once; remove the row that is wrong.", "user 7: sessionkey is none.",
            "user 8: create_at is no time.", "user 9: expired_at is no time.",
            "user 10: nickname in user_extra is broken UTF-8, or has control characters.", "user 11: avatar_url in user_extra is no address.",
            "user 12: user_extra has several rows of it.", "user 13: its row in user_mobile has no phone number in WeChat's form.",
            "user 14: user_mobile has several rows of it.", "user 16: its id stands there more than once.",
            "mp_notify 2: mpapi was sending it (status 1), and nobody knows whether WeChat took it.", "mp_notify 3: active_at is no time.",
            "mp_notify 4: its time was more than a day ago.", "mp_notify 5: active_at must be within a year.",
            "mp_notify 6: its user is not there, or is not taken.", "mp_notify 7: its user is not there, or is not taken.",
            "mp_notify 9: its user is another mini program's.",
        })
        {
            Assert.Contains(sentence, lines);
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        }

        Assert.Contains(lines, line => line.StartsWith("mp_notify 8: data must be an object", StringComparison.Ordinal));
        Assert.Contains("2 × rows of user, since openid is empty (id 2, id 3)", run.Error, StringComparison.Ordinal);
        var (users, notices) = await ReadAsync();
        var user = Assert.Single(users).User;
        Assert.Equal((15, "o-good", ""), ((int)user.Id, user.OpenId, user.Nickname));
        Assert.Single(notices);
        AssertHasNoSecret(run);
    }

    [Fact]
    public async Task Times_are_those_of_the_zone_that_is_named()
    {
        var database = await server.CreateAsync([.. MpapiTables.All, .. Users(1)]);

        var run = await RunAsync(database, "--write", "--time-zone", "Asia/Shanghai");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 19, 4, 5, TimeSpan.Zero), (await ReadAsync()).Users[0].CreatedAt);
    }

    [Fact]
    public async Task Many_users_come_in_bounded_memory_with_their_ids()
    {
        const int Many = 20_000;
        var database = await server.CreateAsync(
        [
            .. MpapiTables.All,
            $"""
            INSERT INTO user (appid, openid, token, sessionkey, expired_at) SELECT '{App}', CONCAT('o-', seq), seq, '{Key}', NOW()
            FROM seq_1_to_{Many}
            """,
            $"INSERT INTO user_extra (user_id, nickname, avatar_url) SELECT seq, 'n', REPEAT('x', 20000) FROM seq_1_to_2000 WHERE seq % 2 = 0",
        ]);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var run = await RunAsync(database, "--write");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("users: 19000 added", run.Error, StringComparison.Ordinal);
        Assert.Contains("1000 × rows of user, since avatar_url in user_extra is no address", run.Error, StringComparison.Ordinal);
        Assert.Contains("and more; --problems FILE", run.Error, StringComparison.Ordinal);

        // Other tests of the process have memory, too, but not for long.
        await Eventually.HoldsAsync(
            () => GC.GetTotalMemory(forceFullCollection: true) - before < 16 * 1024 * 1024, "the memory was given back", Cancelled);
        var last = (await ReadAsync(after: Many - 1)).Users;
        Assert.Equal((Many, $"o-{Many}"), ((int)last[0].User.Id, last[0].User.OpenId));
    }

    [Fact]
    public async Task One_mini_program_can_be_taken_alone_and_all_are_told_of_in_the_configuration()
    {
        var database = await server.CreateAsync(
        [
            .. MpapiTables.All, .. Users(2), "UPDATE user SET appid = 'wxother' WHERE id = 1",
            $"INSERT INTO app (appid, secret, host, host_token, message_key, message_api, message_api_token) VALUES "
                + $"('{App}', 'planted-secret', 'http://127.0.0.1:9000', 'planted-host', 'planted-key', 'http://127.0.0.1:9001/m', 'planted-api'), "
                + "('wxother', 'planted-other', '', '', '', '', '')",
        ]);
        var file = Path.Combine(_workplace.Folder, "mini.json");

        var all = await RunAsync(database);
        var one = await RunAsync(database, "--appid", App, "--configuration", file, "--write");

        Assert.Contains("users: 2 added", all.Error, StringComparison.Ordinal);
        Assert.Equal(2, Read(all.Output)["Gateway"]!["Services"]!.AsObject().Count);
        Assert.DoesNotContain("planted", all.Output + all.Error + one.Output + one.Error, StringComparison.Ordinal);
        Assert.Contains("users: 1 added", one.Error, StringComparison.Ordinal);
        var services = Read(await File.ReadAllTextAsync(file, Cancelled))["Gateway"]!["Services"]!.AsObject();
        Assert.Equal(
            """{"Kind":"MiniProgram","AppId":"wx0123456789abcdef","AppSecret":"planted-secret","Token":"","EncodingAesKey":"planted-key","""
                + """ "Login":{"Backend":"http://127.0.0.1:9000","BackendToken":"planted-host","MessageApi":"http://127.0.0.1:9001/m","MessageApiToken":"planted-api"}}""".TrimStart(),
            Assert.Single(services).Value!.ToJsonString());
        Assert.Equal([2L], (await ReadAsync()).Users.Select(user => user.User.Id));
    }

    [Fact]
    public async Task Without_mpapi_or_a_gateway_it_says_so_and_no_password()
    {
        var nowhere = await ToolRun.OfAsync(
            "mpapi", "--mysql", "Server=127.0.0.1;Port=1;User ID=wx;Password=pl4nted", "--gateway", _workplace.Folder,
            "--gateway-data", State);
        var nonsense = await ToolRun.OfAsync("mpapi", "--mysql", "Password=pl4nted;Nonsense");
        var empty = await RunAsync(await server.CreateAsync());
        using var other = new Workplace();
        var noGateway = await ToolRun.OfAsync("mpapi", "--mysql", server.Named("any", "pl4nted"), "--gateway", other.Folder);
        other.Write("appsettings.json", """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""");
        var notMigrated = await ToolRun.OfAsync(
            "mpapi", "--mysql", server.Named(await server.CreateAsync(MpapiTables.All)), "--gateway", other.Folder,
            "--gateway-data", Path.Combine(other.Folder, "state"));

        Assert.All([nowhere, nonsense, empty, noGateway, notMigrated], run => Assert.Equal(1, run.ExitCode));
        Assert.All(
            [nowhere, nonsense, noGateway],
            run => Assert.DoesNotContain("pl4nted", run.Output + run.Error, StringComparison.Ordinal));
        Assert.Contains("no table user", empty.Error, StringComparison.Ordinal);
        Assert.Contains("has no appsettings.json", noGateway.Error, StringComparison.Ordinal);
        Assert.Contains("database migrate", notMigrated.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Users(int number) => Enumerable.Range(1, number).Select(id =>
        "INSERT INTO user (appid, openid, unionid, token, sessionkey, expired_at, create_at) VALUES "
            + $"('{App}', 'o-{id}', 'u-{id}', 'planted-token-{id}', '{Key}', '2026-11-08 00:00:00', '2025-01-02 03:04:05')");

    private static string Row(
        int id, string app, string openId, string key = "NULL", string created = "'2025-01-02'", string expires = "'2026-11-08'")
        => string.Create(CultureInfo.InvariantCulture, $"({id}, {app}, {openId}, NULL, 't', {key}, {expires}, {created})");

    private static string Notice(int user, string at, int status = 0, string data = """{"thing1":{"value":"hi","color":"#173177"}}""", string app = App)
        => "INSERT INTO mp_notify (description, user_id, appid, template_id, page, form_id, data, status, active_at) VALUES "
            + $"('rain', {user}, '{app}', 'template', 'pages/index', 'form', '{data}', {status}, {at})";

    private static JsonNode Read(string text)
        => JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;

    private static void AssertHasNoSecret(ToolRun run) => Assert.All(
        [Key, "planted", "o-2", "u-2", "13800000002"],
        secret => Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal));

    private Task<ToolRun> RunAsync(string database, params string[] more) => ToolRun.OfAsync(
        ["mpapi", "--mysql", server.Named(database), "--gateway", _workplace.Folder, "--gateway-data", State, .. more]);

    private async Task<(IReadOnlyList<KeptUser> Users, IReadOnlyList<KeptNotice> Notices)> ReadAsync(long after = 0)
    {
        await using var gateway = Gateway.Program.CreateIn(_workplace.Folder, State);
        Assert.Empty(await gateway.Services.GetRequiredService<WeChatConfiguration>().LoadAsync());
        var search = new UserSearch { Most = 200, After = after };
        return (
            await gateway.Services.GetRequiredService<IUserStore>().SearchAsync(App, search, Cancelled),
            await gateway.Services.GetRequiredService<INoticeStore>().ListAsync(App, null, 0, 200, Cancelled));
    }
}
