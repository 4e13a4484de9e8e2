using System.Text;
using WxYarpGateway.Gateway.Tests.Configuration;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private const string Good = """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""";

    private const string OneValue = "must be a single value; it is a list or an object. Write one value; addresses are separated by ;.";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task The_configuration_as_shipped_is_valid()
    {
        var result = await CommandLine.RunAsync(new(_workplace.Folder, AppContext.BaseDirectory), "validate");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["configuration is valid: 1 service, 2 routes"], result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Errors_and_warnings_are_printed_and_counted()
    {
        _workplace.Write("appsettings.json", """
            { "Gateway": { "Urls": "https://0.0.0.0:443", "Services": { "shop": { "AppId": "wx1", "Token": "", "MessagePath": "/wx", "Tokn": "a-secret" } } } }
            """);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate");

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal(
            [
                "error: appsettings.json: Gateway:Certificates is missing, and Urls has an https address. Name a certificate: { " +
                    "\"Default\": { \"Path\": \"cert.pem\", \"KeyPath\": \"key.pem\" } }.",
                "error: appsettings.json: Gateway:Services:shop:Token is missing. Copy it from the WeChat console.",
                "warning: appsettings.json: Gateway:Services:shop:Tokn is not a known key; nothing reads it. Did you mean Token?",
                "configuration is not valid: 2 errors, 1 warning",
            ],
            result.Error);
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("null", 1)]
    [InlineData("""{ "Keep": "00:00:00" }""", 0)]
    public async Task A_Records_section_that_turns_nothing_on_is_a_warning(string records, int warnings)
    {
        const string Start = "{ \"Gateway\": {";
        var file = _workplace.Write("records.json", $"{Start} \"Records\": {records}, {Good[Start.Length..]}");

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", file);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            warnings,
            result.Error.Concat(result.Output).Count(
                line => line == "warning: records.json: Gateway:Records is empty, which turns nothing on. Set Keep, or remove the section."));
    }

    [Fact]
    public async Task A_file_can_be_validated_in_place_of_the_others()
    {
        _workplace.Write("appsettings.json", "broken");
        var other = _workplace.Write("other.json", Good);

        Assert.Equal(["configuration is valid: 1 service, 2 routes"],
            (await CommandLine.RunAsync(_workplace.Environment with { ConfigFile = "broken-too.json" }, "validate", other)).Output);
        Assert.Equal(0, (await CommandLine.RunAsync(_workplace.Environment, "validate", "other.json")).ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
        => Assert.Equal(
            [$"error: nowhere.json: the file {Path.Combine(_workplace.Folder, "no/such/nowhere.json")} is missing. Put it back, or start " +
                "the host without it.",
                "configuration is not valid: 1 error, 0 warnings"],
            (await CommandLine.RunAsync(_workplace.Environment, "validate", "no/such/nowhere.json")).Error);

    [Fact]
    public async Task A_folder_in_place_of_a_file_is_an_error()
        => Assert.Equal(
            $"error: app: {_workplace.ApplicationFolder} is a folder, and must be a file. Name a file in it.",
            (await CommandLine.RunAsync(_workplace.Environment, "validate", _workplace.ApplicationFolder)).Error[0]);

    [Fact]
    public async Task An_empty_file_is_an_error()
    {
        var file = _workplace.Write("empty.json", " \n");

        Assert.Equal(
            "error: empty.json: the file is empty. Write settings into it, or { } for none.",
            (await CommandLine.RunAsync(_workplace.Environment, "validate", file)).Error[0]);
    }

    [Theory]
    [InlineData("gbk", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    public async Task A_file_that_is_no_text_in_Unicode_is_an_error(string encoding, bool isTaken)
    {
        // 稍后再试, as an editor with the code page 936 saves it.
        var text = encoding == "gbk" ? Convert.FromHexString("C9D4BAF3D4D9CAD4") : Encoding.UTF8.GetBytes("稍后再试");
        byte[] content = [.. Encoding.UTF8.GetBytes(Good[..^2] + ", \"Other\":\n\""), .. text, .. "\" }"u8];
        var file = _workplace.Write("other.json", "");
        await File.WriteAllBytesAsync(
            file,
            encoding == "utf-16" ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(content))] : content,
            TestContext.Current.CancellationToken);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", file);

        Assert.Equal(
            isTaken ? [] : ["error: other.json: line 2 is not text in UTF-8. Save the file in the encoding UTF-8."],
            result.Error.SkipLast(1));
    }

    [Theory]
    [InlineData("LogLevel:Default", "Verbose", "must be one of Trace, Debug, Information, Warning, Error, Critical, None; it is Verbose")]
    [InlineData("Console:LogLevel:Yarp", "All", "must be one of Trace, Debug, Information, Warning, Error, Critical, None; it is All")]
    [InlineData("Console:FormatterName", "xml", "must be one of simple, json, systemd; it is xml")]
    [InlineData("Console:FormatterOptions:UseUtcTimestamp", "ja", "has a value that does not fit; it is ja")]
    [InlineData("Console:FormatterOptions:TimestampFormat", "%", "must be a format of a time, such as yyyy-MM-dd HH:mm:ss; it is %")]
    [InlineData("Console:MaxQueueLength", "0", "has a value that does not fit; it is 0")]
    [InlineData("Console:LogToStandardErrorThreshold", "Verbose", "has a value that does not fit; it is Verbose")]
    [InlineData("CaptureScopes", "maybe", "must be true or false; it is maybe")]
    public async Task A_value_of_Logging_that_does_not_fit_is_an_error_like_others(string key, string value, string problem)
    {
        _workplace.Write("appsettings.json", Good);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", $"--Logging:{key}={value}");

        Assert.Equal(
            [
                $"error: command line: Logging:{key} {problem}. Correct the value, or remove the key to get its default.",
                "configuration is not valid: 1 error, 0 warnings",
            ],
            result.Error);
    }

    [Theory]
    [InlineData("Gateway:Urls:0", "Gateway:Urls", OneValue)]
    [InlineData("Gateway:InternalUrls:0", "Gateway:InternalUrls", OneValue)]
    [InlineData("Gateway:ShutdownDelay:Seconds", "Gateway:ShutdownDelay", OneValue)]
    [InlineData("Gateway:Services", "Gateway:Services",
        "must be an object; it is a single value. Write { \"shop\": { … } } with an entry for each service.")]
    [InlineData("Gateway", "Gateway", "must be an object; it is a single value. Write { … } with the settings in it.")]
    public async Task A_value_of_another_shape_is_an_error(string key, string named, string problem)
    {
        _workplace.Write("appsettings.json", key.StartsWith("Gateway:Services", StringComparison.Ordinal) ? "{}" : Good);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", $"--{key}=1");

        Assert.Equal($"error: command line: {named} {problem}", result.Error[0]);
    }

    [Fact]
    public async Task Hours_of_several_days_are_not_taken_for_days()
    {
        _workplace.Write("appsettings.json", Good);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", "--Gateway:Records:Keep=24:00:00");

        Assert.Equal(
            "error: command line: Gateway:Records:Keep must have its days before a point, such as 1.00:00:00 for 24 hours; it is " +
                "24:00:00. Correct the value, or remove the key to get its default.",
            result.Error[0]);
    }

    [Theory]
    [InlineData("Gatway:Urls", "Gatway", "Did you mean Gateway?")]
    [InlineData("Gateway.Urls", "Gateway.Urls", "Did you mean Gateway:Urls? In the environment write __ for each colon.")]
    [InlineData("GATEWAY_SERVICES_SHOP_TOKEN", "GATEWAY_SERVICES_SHOP_TOKEN",
        "Did you mean GATEWAY:SERVICES:SHOP:TOKEN? In the environment write __ for each colon.")]
    [InlineData("GATEWAY_SECRET_DIR", "GATEWAY_SECRET_DIR", "Did you mean GATEWAY_SECRETS_DIR?")]
    [InlineData("GATEWAY_STORE_SERVICE_HOST", null, null)]
    [InlineData("GATEWAY_SERVICE_PORT", null, null)]
    [InlineData("GATEWAY_PORT_7080_TCP_PROTO", null, null)]
    [InlineData("GATEWAY_CONFIG", null, null)]
    [InlineData("AllowedHosts", null, null)]
    public async Task A_key_that_was_probably_meant_for_a_section_is_a_warning(string key, string? named, string? fix)
    {
        _workplace.Write("appsettings.json", Good);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", $"--{key}=x");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(named is null ? [] : [$"warning: command line: {named} is not a known key; nothing reads it. {fix}"], result.Error);
    }

    [Fact]
    public async Task Broken_json_is_an_error_with_its_line()
    {
        _workplace.Write("appsettings.json", "{\n  \"Gateway\": {\n    \"Services\": { \"a\" }\n  }\n}");

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: appsettings.json: line 3, character 23 is not valid JSON: ", result.Error[0], StringComparison.Ordinal);
        Assert.EndsWith(". Correct the file there or shortly before.", result.Error[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("api.weixin.qq.com")]
    public async Task An_address_of_WeChat_that_is_none_is_an_error_like_others(string url)
    {
        _workplace.Write("appsettings.json", Good);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", $"--Gateway:WeChat:ApiUrl={url}");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: command line: Gateway:WeChat:ApiUrl must be an absolute http or https address", result.Error[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_command_line_count_too()
    {
        _workplace.Write("appsettings.json", Good);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate", "--Gateway:Services:shop:AppId=a b");

        Assert.Equal(
            "error: command line: Gateway:Services:shop:AppId must be printable text without spaces; it is 'a b'. Copy it again from the " +
                "WeChat console.", result.Error[0]);
    }

    [Fact]
    public async Task A_service_that_became_a_secrets_file_is_read_from_it()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "MessagePath": "/wx" } } } }""");
        _workplace.Write("secrets/Gateway__Services__shop__Token", "from-a-file\n");
        var environment = _workplace.Environment with { SecretsFolder = "secrets" };

        Assert.Equal(0, (await CommandLine.RunAsync(environment, "validate")).ExitCode);

        _workplace.Write("secrets/Gateway__Services__shop__Token", "not a token\n");
        Assert.Equal(
            "error: secrets file Gateway__Services__shop__Token: Gateway:Services:shop:Token must be printable text without spaces. Copy " +
                "it again from the WeChat console.",
            (await CommandLine.RunAsync(environment, "validate")).Error[0]);
    }

    [Fact]
    public async Task A_secrets_folder_that_is_not_there_is_an_error()
    {
        _workplace.Write("appsettings.json", Good);

        Assert.Equal(
            "error: environment: GATEWAY_SECRETS_DIR is /no/such/folder, which is not a folder. Create the folder, or take the variable " +
                "away.",
            (await CommandLine.RunAsync(_workplace.Environment with { SecretsFolder = "/no/such/folder" }, "validate")).Error[0]);
    }
}
