namespace WxYarpGateway.Platform.Tests.Configuration;

/// <summary>Every error of a platform names file, key, what is wrong, and how to fix it.</summary>
public sealed class PlatformRulesTests
{
    private const string At = "appsettings.json: Gateway:Services:saas";

    private const string Backends = """{ "Backends": { "crm": "http://127.0.0.1:8082", "bot": ["http://a", "http://b"] } }""";

    public static TheoryData<string, string> Wrong() => new()
    {
        {
            """{ "Encryption": "Compatible" }""",
            $"{At}:Encryption is Compatible, and WeChat encrypts all that it pushes to a platform. Set it to Safe, or remove the key."
        },
        {
            """{ "TokenEndpoint": "Stable" }""",
            $"{At}:TokenEndpoint is set, and there is one way only to a platform's token. Remove the key."
        },
        {
            """{ "OriginalId": "gh_1" }""",
            $"{At}:OriginalId is set, and each of the platform's accounts has its own. Remove the key."
        },
        { """{ "AppId": null }""", $"{At}:AppId is missing. Copy it from the WeChat console." },
        {
            """{ "CloudRun": { "Networks": ["10.0.0.0/8", "0.0.0.0/0"] } }""",
            $"{At}:CloudRun:Networks:1 must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of all addresses; "
                + "it is 0.0.0.0/0. Write the network of the cloud hosting: whoever is in it can push anything."
        },
        {
            """{ "CloudRun": { "Networks": "10.0.0.0/8" } }""",
            $"{At}:CloudRun:Networks must be a list; it is a single value. Write [ … ] with the values in it."
        },
        { """{ "AppSecret": null }""", $"{At}:AppSecret is missing. Copy it from WeChat's console (微信开放平台)." },
        { """{ "Token": null }""", $"{At}:Token is missing. Copy it from the WeChat console." },
        { """{ "EncodingAesKey": null }""", $"{At}:EncodingAesKey is missing. Copy it from WeChat's console (微信开放平台)." },
        { """{ "EncodingAesKey": "short" }""", $"{At}:EncodingAesKey must have 43 characters; it has 5. Copy it again from the WeChat console." },
        {
            """{ "AuthEventPath": null }""",
            $"{At}:AuthEventPath is missing, so no ticket could arrive. "
                + "Write the path of 授权事件接收 URL in WeChat's console, such as /wx/saas/event."
        },
        {
            """{ "AuthEventPath": "wx" }""",
            $"{At}:AuthEventPath must begin with a slash; it is wx. Write the path of 授权事件接收 URL in WeChat's console, such as /wx/saas/event."
        },
        {
            """{ "AuthEventPath": "/wx/{appid}" }""",
            $"{At}:AuthEventPath must not contain {{ }} * ? # or spaces; it is /wx/{{appid}}. "
                + "Write the path of 授权事件接收 URL in WeChat's console, such as /wx/saas/event."
        },
        { """{ "MessagePath": null }""", $"{At}:MessagePath is missing. {MessageFix}" },
        {
            """{ "MessagePath": "/wx/saas/message" }""",
            $"{At}:MessagePath must have exactly one segment {{appid}}; it is /wx/saas/message. {MessageFix}"
        },
        {
            """{ "MessagePath": "/wx/{appid}/{appid}" }""",
            $"{At}:MessagePath must have exactly one segment {{appid}}; it is /wx/{{appid}}/{{appid}}. {MessageFix}"
        },
        {
            """{ "MessagePath": "/wx/{appid}x" }""",
            $"{At}:MessagePath must have exactly one segment {{appid}}; it is /wx/{{appid}}x. {MessageFix}"
        },
        {
            """{ "MessagePath": "/wx/{appid}/{*rest}" }""",
            $"{At}:MessagePath has a character that such a path must not have, beside {{appid}}; it is /wx/{{appid}}/{{*rest}}. {MessageFix}"
        },
        {
            """{ "MessageBackend": "crn" }""",
            $"{At}:MessageBackend names backend crn, which the section Backends does not have. Choose one of bot, crm, or add it there."
        },
        { """{ "Sync": "8.00:00:00" }""", $"{At}:Sync must be between 00:00:00 and 7.00:00:00; it is 8.00:00:00. {Range}" },
        {
            """{ "Authorization": { "ReturnTo": "https://evil.example.com/done", "ReturnHosts": ["admin.example.com"] } }""",
            $"{At}:Authorization:ReturnTo leads to evil.example.com, which ReturnHosts does not have. Add evil.example.com there."
        },
        {
            """{ "Authorization": { "ReturnTo": "javascript:alert(1)" } }""",
            $"{At}:Authorization:ReturnTo must be an absolute https or http address without a user. Write it as https://admin.example.com/done."
        },
        {
            """{ "Authorization": { "ReturnHosts": ["https://x"] } }""",
            $"{At}:Authorization:ReturnHosts:0 must be a host without scheme, path or wildcard; it is https://x. "
                + "Write it as admin.example.com, with a port if need be."
        },
        {
            """{ "Authorization": { "Categories": ["1", "x"] } }""",
            $"{At}:Authorization:Categories:1 must be a number; it is x. Write a number of WeChat's list."
        },
        {
            """{ "Authorizers": { "wx1": { "MessageBackend": "nobody" } } }""",
            $"{At}:Authorizers:wx1:MessageBackend names backend nobody, which the section Backends does not have. "
                + "Choose one of bot, crm, or add it there."
        },
        {
            """{ "Authorizers": { "wxcomponent": {} } }""",
            $"{At}:Authorizers:wxcomponent has a name that is no authorizer's AppId. "
                + "Name the entry by the AppId of an account in the platform's care."
        },
        {
            """{ "Authorizers": { "wx1": { "Reply": { "Deadline": "00:00:09" } } } }""",
            $"{At}:Authorizers:wx1:Reply:Deadline must be between 00:00:00.1 and 00:00:04.8; it is 00:00:09. {Range}"
        },
        {
            """{ "Authorizers": { "wx1": { "Reply": { "WhenFailed": "Text" } } } }""",
            $"{At}:Authorizers:wx1:Reply:FailureText is missing, and WhenFailed is Text. Write the text, or set WhenFailed to Nothing."
        },
    };

    private static string MessageFix
        => "Write the path of 消息与事件接收 URL in WeChat's console with {appid} for $APPID$, such as /wx/saas/{appid}/message.";

    private static string Range => "Choose another value, or remove the key to get its default.";

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task An_error_is_named_alone(string changes, string error)
        => Assert.Equal([error], await Compiling.ErrorsAsync(changes, Backends));

    [Fact]
    public async Task A_platform_that_is_complete_has_no_error()
        => Assert.Empty(await Compiling.ErrorsAsync(
            """
            {
              "MessageBackend": ["http://127.0.0.1:1", "http://127.0.0.1:2"], "EventBackend": "crm", "Encryption": "Safe",
              "Authorization": { "Path": "/wx/saas/authorize", "ReturnTo": "https://admin.example.com/done", "ReturnHosts": ["admin.example.com"] },
              "Rules": [ { "Name": "audit", "When": { "MsgType": "event" }, "To": { "Backend": "crm" }, "Mode": "Copy" } ],
              "Authorizers": { "wx1": { "MessageBackend": "bot", "UserInfo": { "Append": false }, "Tags": ["vip"] } }
            }
            """,
            Backends));

    [Fact]
    public async Task A_rule_that_aims_at_no_backend_and_two_of_one_name_are_errors()
    {
        var errors = await Compiling.ErrorsAsync(
            """
            { "Rules": [ { "Name": "a", "To": { "Backend": "nobody" } }, { "Name": "b", "To": { "Backend": "crm" } },
                         { "Name": "b", "To": { "Backend": "crm" } } ] }
            """,
            Backends);

        Assert.Equal(2, errors.Length);
        Assert.StartsWith($"{At}:Rules:0:To:Backend", errors[0], StringComparison.Ordinal);
        Assert.StartsWith($"{At}:Rules:2:Name", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_for_an_account_that_is_a_service_of_its_own_is_an_error()
        => Assert.Equal(
            [
                $"{At}:Authorizers:wxshop is the AppId of service shop too. "
                    + "Remove the entry, or the service: an account is either in the platform's care or a service of its own.",
            ],
            await Compiling.ErrorsAsync(
                """{ "Authorizers": { "wxshop": {} } }""",
                """{ "Services": { "shop": { "AppId": "wxshop", "Token": "t", "MessagePath": "/wx/shop" } } }"""));

    [Fact]
    public async Task One_platform_under_two_names_is_an_error()
        => Assert.Contains(
            "appsettings.json: Gateway:Services:saas:AppId is wxcomponent, the AppId of platform again too. Configure each platform once.",
            await Compiling.ErrorsAsync(
                "{}",
                $$"""
                { "Services": { "again": { "Kind": "Platform", "AppId": "wxcomponent", "AppSecret": "s", "Token": "t",
                  "EncodingAesKey": "{{Compiling.AesKey}}", "AuthEventPath": "/e", "MessagePath": "/{appid}/m" } } }
                """));

    [Fact]
    public async Task A_path_that_another_service_has_is_an_error()
        => Assert.Equal(
            [
                $"{At}:AuthEventPath leads to /wx/saas/event, which is the MessagePath of service shop too. Give saas and shop a path each.",
            ],
            await Compiling.ErrorsAsync(
                "{}", """{ "Services": { "shop": { "AppId": "wxshop", "Token": "t", "MessagePath": "/wx/saas/event/" } } }"""));

    [Fact]
    public async Task An_unknown_key_is_a_warning_and_a_secret_is_never_told()
    {
        var (errors, warnings) = await Compiling.CheckAsync("""{ "MesagePath": "x", "AppSecret": "with space", "Token": "with space" }""");

        Assert.All(errors.Concat(warnings), sentence => Assert.DoesNotContain("with space", sentence, StringComparison.Ordinal));
        Assert.Contains($"{At}:MesagePath is not a known key; nothing reads it. Did you mean MessagePath?", warnings);
    }

    [Theory]
    [InlineData("""{ "Backends": { "a b": "http://x" } }""", "Backends:a b has a name that is not 1 to 64 letters, digits, - _ or .")]
    [InlineData("""{ "Backends": { "a": "" } }""", "Backends:a is empty.")]
    [InlineData("""{ "Backends": { "a": "ftp://x" } }""", "Backends:a must be an absolute http or https address; it is ftp://x.")]
    [InlineData("""{ "Backends": { "a": { "Destinations": {} } } }""", "Backends:a:Destinations is missing.")]
    [InlineData("""{ "Backends": "http://x" }""", "Backends must be an object; it is a single value.")]
    public async Task A_named_backend_that_is_wrong_is_an_error(string beside, string error)
        => Assert.StartsWith($"appsettings.json: Gateway:{error}", Assert.Single(await Compiling.ErrorsAsync("{}", beside)),
            StringComparison.Ordinal);
}
