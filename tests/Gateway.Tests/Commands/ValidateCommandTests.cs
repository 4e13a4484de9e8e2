using WxYarpGateway.Gateway.Tests.Configuration;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private const string Good = """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""";

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
            ["error: nowhere.json: the file is missing. Put it back, or start the host without it.",
                "configuration is not valid: 1 error, 0 warnings"],
            (await CommandLine.RunAsync(_workplace.Environment, "validate", "no/such/nowhere.json")).Error);

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
