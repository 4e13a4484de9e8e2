using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class SourceServicesTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Of_two_with_one_name_the_last_keeps_it_and_its_account_counts_for_both()
    {
        var imported = await ImportAsync(
            Entry("""{ "token": "t1", "app-id": "wx1", "app-secret": "s1" }""", "/one"),
            Entry("""{ "token": "t2", "app-id": "wx2", "app-secret": "s2" }""", "/two"));

        Assert.Equal(["a", "a-2"], imported.Names);
        string[] keys = ["AppId", "AppSecret", "Token", "MessagePath"];
        Assert.Equal(["wx2", "s2", "t2", "/two"], keys.Select(key => imported[$"Services:a:{key}"]));
        Assert.Equal(["wx2", "s2", "t1", "/one"], keys.Select(key => imported[$"Services:a-2:{key}"]));
        imported.Says("app-id, app-secret and aes-key are those of services[1]: of entries with one name, the last one's counted");
        imported.Says("its name was \"a\"; callers of the common endpoints now say s=a-2 a later entry had the same name, and keeps it");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task A_repeated_entry_becomes_one_service()
    {
        const string Entry = """
            {
              "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/one" },
              "msg-proxy-pass": "http://a/b"
            }
            """;

        var imported = await ImportAsync(Entry, Entry);

        Assert.Equal(["a"], imported.Names);
        Assert.Equal("/one", imported["Services:a:MessagePath"]);
        imported.Says("services[1] \"a\" is left out: another entry has its name, and it had no path of its own");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("/wx")]
    [InlineData("/WX")]
    [InlineData("/wx/")]
    [InlineData("wx")]
    public async Task Of_two_with_one_path_the_first_keeps_it(string path)
    {
        var imported = await ImportAsync(
            """{ "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/wx" } }""",
            $$"""{ "name": "b", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "{{path}}" } }""");

        Assert.Equal("/wx", imported["Services:a:MessagePath"]);
        Assert.Equal("", imported["Services:b:MessagePath"]);
        imported.Says("is served for services[0] \"a\", which came first there too");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("/wx", "/wx")]
    [InlineData("/wx/start", "/wx")]
    public async Task A_redirect_has_a_path_of_its_own_and_the_one_below_it(string messages, string redirect)
    {
        var imported = await ImportAsync($$"""
            { "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "redirect-url": "http://a/b",
              "listen-endpoints": { "service-path": "{{messages}}", "redirect-path": "{{redirect}}" } }
            """);

        Assert.Equal(messages, imported["Services:a:MessagePath"]);
        Assert.Null(imported["Services:a:OAuthPath"]);
        Assert.Null(imported["Services:a:OAuthBackend"]);
        imported.Says("fill in another path");
        Assert.Contains("// \"OAuthBackend\": \"http://a/b\",", imported.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_was_not_served_takes_no_path()
    {
        var imported = await ImportAsync(
            """
            {
              "name": "a", "wx-params": { "token": "t", "app-id": "wx1" },
              "listen-endpoints": { "service-path": "/one", "redirect-path": "/two" }
            }
            """,
            """{ "name": "b", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/two" } }""");

        Assert.Equal("/two", imported["Services:b:MessagePath"]);
    }

    [Fact]
    public async Task An_entry_in_which_nothing_is_filled_in_is_left_out()
    {
        var imported = await ImportAsync(
            """{ "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/one" } }""",
            """{ "name": "another one", "注意": "listen-endpoints" }""",
            "null",
            "7");

        Assert.Equal(["a"], imported.Names);
        imported.Says("services[1] \"another one\" is left out: nothing in it was filled in");
        imported.Says("services[2] is no object, and is left out");
        imported.Says("services[3] is no object, and is left out");
    }

    [Fact]
    public async Task Ten_thousand_services_are_imported_in_a_moment()
    {
        var entries = Enumerable.Range(0, 10_000).Select(number => $$"""
            { "name": "{{(number % 2 == 0 ? "same" : $"店铺{number}")}}", "workerNum": 5,
              "wx-params": { "token": "t", "app-id": "wx{{number}}" },
              "listen-endpoints": { "service-path": "/wx{{number}}", "redirect-path": "/r{{number}}" },
              "msg-proxy-pass": "http://10.0.0.1/{{number}}", "redirect-url": "http://10.0.0.1/r" }
            """);

        var imported = await ImportAsync([.. entries]);

        Assert.Equal(10_000, imported.Names.Count());
        Assert.Equal("/wx9998", imported["Services:same:MessagePath"]);
        Assert.Equal("/wx9999", imported["Services:店铺9999:MessagePath"]);
    }

    private static string Entry(string wxParams, string path)
        => $$"""{ "name": "a", "wx-params": {{wxParams}}, "listen-endpoints": { "service-path": "{{path}}" } }""";

    private Task<Imported> ImportAsync(params string[] entries)
        => Imported.OfAsync(_workplace, $$"""{ "listen-port": 7080, "services": [ {{string.Join(',', entries)}} ] }""");
}
