using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Tests.Configuration.Reports;

public sealed class ConfigurationErrorTests
{
    private const string In = "appsettings.json: Gateway:Services:shop";

    [Theory]
    [InlineData("\"EncodingAesKey\": \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEF\"",
        ":EncodingAesKey must have 43 characters; it has 42. Copy it again from the WeChat console.")]
    [InlineData("\"EncodingAesKey\": \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEF-\"",
        ":EncodingAesKey must consist of letters, digits, + and /. Copy it again from the WeChat console.")]
    [InlineData("\"PreviousEncodingAesKey\": \"short\"",
        ":PreviousEncodingAesKey must have 43 characters; it has 5. Copy it again from the WeChat console.")]
    [InlineData("\"Encryption\": \"Safe\"",
        ":EncodingAesKey is missing, and Encryption is Safe. Copy it from the WeChat console, or set Encryption to Plaintext.")]
    [InlineData("\"Encryption\": \"Compatible\"",
        ":EncodingAesKey is missing, and Encryption is Compatible. Copy it from the WeChat console, or set Encryption to Plaintext.")]
    [InlineData("\"Encryption\": \"Either\"",
        ":EncodingAesKey is missing, and Encryption is Either. Copy it from the WeChat console, or set Encryption to Plaintext.")]
    [InlineData(
        "\"Encryption\": \"Strong\"",
            ":Encryption must be one of Auto, Plaintext, Compatible, Safe, Either; it is Strong. Correct the value, or remove the key to " +
                "get its default.")]
    [InlineData(
        "\"Encryption\": \"3\"",
            ":Encryption must be one of Auto, Plaintext, Compatible, Safe, Either; it is 3. Correct the value, or remove the key to get " +
                "its default.")]
    [InlineData(
        "\"Kind\": \"Platform\"",
            ":Kind is Platform, which this host does not serve. Set it to OfficialAccount, MiniProgram or ChannelsShop.")]
    [InlineData("\"TokenEndpoint\": \"\"",
        ":TokenEndpoint must be one of Stable, Classic; it is empty. Correct the value, or remove the key to get its default.")]
    [InlineData("\"Token\": \"\"", ":Token is missing. Copy it from the WeChat console.")]
    [InlineData("\"Token\": \"secret token\"", ":Token must be printable text without spaces. Copy it again from the WeChat console.")]
    [InlineData("\"Token\": \"01234567890123456789012345678901234567890123456789012345678901234\"",
        ":Token must have 1 to 64 characters; it has 65. Copy it again from the WeChat console.")]
    [InlineData(
        "\"PreviousToken\": \"a b\"", ":PreviousToken must be printable text without spaces. Copy it again from the WeChat console.")]
    [InlineData("\"AppId\": \"\"", ":AppId is missing. Copy it from the WeChat console.")]
    [InlineData(
        "\"AppId\": \"wx 1\"", ":AppId must be printable text without spaces; it is 'wx 1'. Copy it again from the WeChat console.")]
    [InlineData("\"AppSecret\": \"a b\"", ":AppSecret must be printable text without spaces. Copy it again from the WeChat console.")]
    [InlineData(
        "\"MessagePath\": \"wx\"", ":MessagePath must begin with a slash; it is wx. Write the path of the server URL only, such as /wx.")]
    [InlineData("\"MessagePath\": \"/wx/{id}\"",
        ":MessagePath must not contain { } * ? # or spaces; it is /wx/{id}. Write the path of the server URL only, such as /wx.")]
    [InlineData("\"MessagePath\": \"/wx?a=1\"",
        ":MessagePath must not contain { } * ? # or spaces; it is /wx?a=1. Write the path of the server URL only, such as /wx.")]
    [InlineData(
        "\"Reply\": { \"Deadline\": \"abc\" }",
            ":Reply:Deadline must be a time as hours, minutes and seconds, such as 00:00:05; it is abc. Correct the value, or remove the " +
                "key to get its default.")]
    [InlineData(
        "\"Reply\": { \"Deadline\": \"4\" }",
            ":Reply:Deadline must be a time as hours, minutes and seconds, such as 00:00:05; it is 4. Correct the value, or remove the " +
                "key to get its default.")]
    [InlineData(
        "\"Reply\": { \"Deadline\": \"00:00:05\" }",
            ":Reply:Deadline must be between 00:00:00.1 and 00:00:04.8; it is 00:00:05. Choose another value, or remove the key to get " +
                "its default.")]
    [InlineData("\"Reply\": { \"WhenFailed\": \"Text\" }",
        ":Reply:FailureText is missing, and WhenFailed is Text. Write the text, or set WhenFailed to Nothing.")]
    [InlineData("\"Reply\": \"soon\"", ":Reply must be an object; it is a single value. Write { … } with the settings in it.")]
    [InlineData("\"Reply\": { \"Deadline\": \"soon\", \"FailureText\": [\"x\"] }, \"REPLY\": \"soon\"",
        ":Reply must be an object; it is a single value. Write { … } with the settings in it.")]
    [InlineData("\"UserInfo\": { \"Append\": \"yes\" }",
        ":UserInfo:Append must be true or false; it is yes. Correct the value, or remove the key to get its default.")]
    [InlineData("\"UserInfo\": { \"Language\": \"fr\" }",
        ":UserInfo:Language must be zh_CN, zh_TW or en; it is fr. Choose another value, or remove the key to get its default.")]
    [InlineData(
        "\"UserInfo\": { \"CacheFor\": \"31.00:00:00\" }",
            ":UserInfo:CacheFor must be between 00:00:01 and 30.00:00:00; it is 31.00:00:00. Choose another value, or remove the key to " +
                "get its default.")]
    [InlineData(
        "\"MaxClockSkew\": \"00:00:00\"",
            ":MaxClockSkew must be between 00:00:01 and 36500.00:00:00; it is 00:00:00. Choose another value, or remove the key to get " +
                "its default.")]
    [InlineData(
        "\"OnlyFromWeChat\": true",
            ":AppSecret is missing, and OnlyFromWeChat is true: without it WeChat does not tell where it pushes from. Copy it from the " +
                "WeChat console, or set OnlyFromWeChat to false.")]
    [InlineData("\"Limits\": { \"RequestsPerSecond\": \"many\" }",
        ":Limits:RequestsPerSecond must be a whole number; it is many. Correct the value, or remove the key to get its default.")]
    [InlineData("\"Limits\": { \"RequestsPerSecond\": -1 }",
        ":Limits:RequestsPerSecond must be between 0 and 1000000; it is -1. Choose another value, or remove the key to get its default.")]
    [InlineData("\"OriginalId\": [\"gh_1\"]", ":OriginalId must be a single value; it is a list or an object. Write one value.")]
    [InlineData("\"PreviousToken\": [\"t\"]", ":PreviousToken must be a single value; it is a list or an object. Write one value.")]
    [InlineData("\"PreviousEncodingAesKey\": { \"\": null }",
        ":PreviousEncodingAesKey must be a single value; it is a list or an object. Write one value.")]
    [InlineData(
        "\"MessageBackend\": \"127.0.0.1:8000\"",
            ":MessageBackend must be an absolute http or https address; it is 127.0.0.1:8000. Write an absolute http or https address, " +
                "such as http://127.0.0.1:8000/messages.")]
    [InlineData(
        "\"MessageBackend\": \"ftp://a/b\"",
            ":MessageBackend must be an absolute http or https address; it is ftp://a/b. Write an absolute http or https address, such " +
                "as http://127.0.0.1:8000/messages.")]
    [InlineData("\"MessageBackend\": [\"http://a\", \"\"]",
        ":MessageBackend:1 is missing. Write an absolute http or https address, such as http://127.0.0.1:8000/messages.")]
    [InlineData("\"MessageBackend\": [\"http://a\", {\"Address\": \"http://b\"}]",
        ":MessageBackend:1 is missing. Write an absolute http or https address, such as http://127.0.0.1:8000/messages.")]
    [InlineData("\"MessageBackend\": { \"LoadBalancingPolicy\": \"RoundRobin\" }",
        ":MessageBackend:Destinations is missing. Name at least one destination, or remove MessageBackend to echo.")]
    [InlineData(
        "\"MessageBackend\": { \"Destinations\": { \"a\": { \"Address\": \"nowhere\" } } }",
            ":MessageBackend:Destinations:a:Address must be an absolute http or https address; it is nowhere. Write an absolute http or " +
                "https address, such as http://127.0.0.1:8000/messages.")]
    [InlineData(
        "\"MessageBackend\": { \"HttpRequest\": { \"ActivityTimeout\": \"long\" }, \"Destinations\": { \"a\": { \"Address\": " +
            "\"http://a\" } } }",
                ":MessageBackend:HttpRequest:ActivityTimeout cannot be read by YARP: String 'long' was not recognized as a valid " +
                    "TimeSpan. Correct the value.")]
    [InlineData(
        "\"MessageBackend\": { \"LoadBalancingPolicy\": \"Fair\", \"Destinations\": { \"a\": { \"Address\": \"http://a\" } } }",
            ":MessageBackend is refused by YARP: No matching ILoadBalancingPolicy found for the load balancing policy 'Fair' set on the " +
                "cluster 'shop.message'. Correct the cluster.")]
    public async Task An_error_says_where_it_is_what_it_is_and_how_to_fix_it(string settings, string error)
        => Assert.Equal([In + error], await Compiling.ErrorsAsync(Compiling.Service("shop", settings)));

    [Fact]
    public async Task A_connection_string_is_never_printed()
        => Assert.Equal(
            ["appsettings.json: Gateway:Store:Redis must be a connection string such as localhost:6379,password=…: part 3 is no option " +
                "that the client in use knows; a password stands after password=, and must not contain a comma; it has 29 characters. " +
                    "Choose another value, or remove the key to get its default."],
            await Compiling.ErrorsAsync("""{ "Gateway": { "Store": { "Kind": "Redis", "Redis": "localhost,password=p4ss,wo=rd" } } }"""));

    [Fact]
    public async Task A_kind_of_store_that_there_is_not_is_an_error()
        => Assert.Equal(
            ["appsettings.json: Gateway:Store:Kind must be one of Memory, Redis; it is Disk. Correct the value, or remove the key to get " +
                "its default."],
            await Compiling.ErrorsAsync("""{ "Gateway": { "Store": { "Kind": "Disk" } } }"""));

    [Fact]
    public async Task All_errors_are_named_at_once()
    {
        var errors = await Compiling.ErrorsAsync("""
            {
              "Gateway": {
                "Store": { "Kind": "Redis", "KeyPrefix": "a b" },
                "WeChat": { "ApiUrl": "api.weixin.qq.com", "Timeout": "00:00:11" },
                "Services": {
                  "a": { "AppId": "", "Token": "t", "MessagePath": "/wx/", "Reply": { "Deadline": "abc", "WhenLate": "Later" } },
                  "b": { "AppId": "wx1", "EncodingAesKey": "k", "MessagePath": "/WX" },
                  "c": "nothing"
                }
              },
              "ReverseProxy": { "Routes": { "r": { "Order": "first", "Match": { "Path": "/r" } } }, "Clusters": { "x": { "HttpRequest": { "Version": "two" } } } }
            }
            """);

        Assert.Equal(
            [
                "appsettings.json: Gateway:Store:Redis must be a connection string, since Kind is Redis; it is missing. Choose another " +
                    "value, or remove the key to get its default.",
                "appsettings.json: Gateway:Store:KeyPrefix must have at most 64 printable characters, and no spaces; it is a b. Choose " +
                    "another value, or remove the key to get its default.",
                "appsettings.json: Gateway:Services:a:Reply:Deadline must be a time as hours, minutes and seconds, such as 00:00:05; it " +
                    "is abc. Correct the value, or remove the key to get its default.",
                "appsettings.json: Gateway:Services:a:Reply:WhenLate must be one of CustomerService, Nothing, Retries; it is Later. " +
                    "Correct the value, or remove the key to get its default.",
                "appsettings.json: Gateway:Services:a:AppId is missing. Copy it from the WeChat console.",
                "appsettings.json: Gateway:Services:b:Token is missing. Copy it from the WeChat console.",
                "appsettings.json: Gateway:Services:b:EncodingAesKey must have 43 characters; it has 1. Copy it again from the WeChat " +
                    "console.",
                "appsettings.json: Gateway:Services:c must be an object; it is a single value. Write { … } with the settings in it.",
                "appsettings.json: Gateway:Services:c:AppId is missing. Copy it from the WeChat console.",
                "appsettings.json: Gateway:Services:c:Token is missing. Copy it from the WeChat console.",
                "appsettings.json: Gateway:WeChat:ApiUrl must be an absolute http or https address without user, query or fragment; it " +
                    "is api.weixin.qq.com. Choose another value, or remove the key to get its default.",
                "appsettings.json: Gateway:WeChat:Timeout must be between 00:00:00.1 and 00:00:10; it is 00:00:11. Choose another value, " +
                    "or remove the key to get its default.",
                "appsettings.json: ReverseProxy:Routes:r:Order cannot be read by YARP: The input string 'first' was not in a correct " +
                    "format. Correct the value.",
                "appsettings.json: ReverseProxy:Clusters:x:HttpRequest:Version cannot be read by YARP: The input string 'two' was not in " +
                    "a correct format. Correct the value.",
                "appsettings.json: Gateway:Services:b:MessagePath is /WX, which is the MessagePath of service a too. Give b and a a path " +
                    "each.",
            ],
            errors);
    }

    [Theory]
    [InlineData("AppSecret")]
    [InlineData("Token")]
    [InlineData("PreviousToken")]
    [InlineData("EncodingAesKey")]
    [InlineData("PreviousEncodingAesKey")]
    public async Task A_secret_is_in_no_error(string key)
    {
        var errors = await Compiling.ErrorsAsync($$"""{ "Gateway": { "Services": { "shop": { "AppId": "", "{{key}}": "top secret" } } } }""");

        Assert.NotEmpty(errors);
        Assert.DoesNotContain(errors, error => error.Contains("top secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_in_place_of_a_secret_does_not_show_it()
    {
        var errors = await Compiling.ErrorsAsync("""{ "Gateway": { "Services": { "shop": { "AppId": "a", "Token": [ "hidden" ] } } } }""");

        Assert.DoesNotContain(errors, error => error.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_in_an_address_is_in_no_error()
    {
        var errors = await Compiling.ErrorsAsync(Compiling.Service("shop", """ "MessageBackend": "http://user:hidden@host" """));

        Assert.Equal(
            [$"{In}:MessageBackend must not contain a user or an @. Write an absolute http or https address, such as " +
                $"http://127.0.0.1:8000/messages."], errors);
    }

    [Fact]
    public async Task A_service_needs_a_name_that_is_not_too_long()
    {
        var name = new string('s', 65);

        var errors = await Compiling.ErrorsAsync($$"""{ "Gateway": { "Services": { "": { "AppId": "a", "Token": "t" }, "{{name}}": { "AppId": "a", "Token": "t" } } } }""");

        Assert.Equal(
            [
                "appsettings.json: Gateway:Services: has no name. Give the service another name, such as shop or my-shop.",
                $"appsettings.json: Gateway:Services:{name} has a name of 65 characters; 64 are the most. Give the service another name, " +
                    $"such as shop or my-shop.",
            ],
            errors);
    }

    [Fact]
    public async Task An_address_that_is_given_twice_is_an_error()
    {
        var result = await Compiling.CompileAsync(
            Compiling.Service("shop", """ "MessageBackend": ["http://a"] """),
            new Dictionary<string, string?> { ["Gateway:Services:shop:MessageBackend"] = "http://b" });

        Assert.Equal(
            ["configuration: Gateway:Services:shop:MessageBackend is given twice, as a single address and as a list or an object. Take " +
                "one of the two away; the other may come from another source."],
            result.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void All_errors_stand_in_the_exception()
    {
        ConfigurationError[] errors = [new("a.json", "A:B", "is wrong", "Fix it"), new("a.json", "", "the file is missing", "Or is it?")];

        var exception = new InvalidConfigurationException(errors);

        Assert.Equal($"a.json: A:B is wrong. Fix it.{Environment.NewLine}a.json: the file is missing. Or is it?", exception.Message);
        Assert.Equal(errors, exception.Errors);
    }
}
