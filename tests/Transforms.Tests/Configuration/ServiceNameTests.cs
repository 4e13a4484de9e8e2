namespace WxYarpGateway.Transforms.Tests.Configuration;

public sealed class ServiceNameTests
{
    [Theory]
    [InlineData("shop")]
    [InlineData("my shop_1-2.3~@+,;=&!'()")]
    [InlineData("商城")]
    [InlineData("🛒")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("...")]
    public async Task Names_of_every_script_are_taken(string name)
        => Assert.Empty((await Compiling.CompileAsync(Service(name))).Errors);

    [Theory]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a%2Fb")]
    [InlineData("{a}")]
    [InlineData("a*")]
    public async Task A_name_that_could_not_be_reached_is_one_error_with_the_rule_in_it(string name)
    {
        var error = Assert.Single(await Compiling.ErrorsAsync(Service(name)));

        Assert.Equal(
            $"appsettings.json: Gateway:Services:{name} has a name with one of / \\ ? # % {{ }} * :, and it stands in URLs such as " +
                $"/wxapi/<name>/, where these have a meaning of their own. "
            + "Give the service another name, such as shop or my-shop.",
            error);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_folder_is_no_name(string name) => Assert.Contains(
        "means a folder in URLs",
        Assert.Single(await Compiling.ErrorsAsync(Service(name))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(" shop")]
    [InlineData("shop ")]
    [InlineData("sh\top")]
    [InlineData("sh\u200bop")]
    [InlineData("sh\u202eop")]
    [InlineData("sh\u0000op")]
    public async Task What_cannot_be_seen_stands_in_no_name(string name)
        => Assert.Contains(
            "a character that cannot be seen",
            Assert.Single(await Compiling.ErrorsAsync(Service(name))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a:b", "a", "a-b")]
    [InlineData("a:b:c", "a", "a-b-c")]
    [InlineData("a:", "a", "a")]
    [InlineData("Token:b", "Token", "Token-b")]
    public async Task A_colon_is_told_as_what_it_is(string name, string first, string proposal)
    {
        var error = Assert.Single(await Compiling.ErrorsAsync(Service(name)));

        Assert.Equal(
            $"appsettings.json: Gateway:Services:{first} has settings of a service named {name}, and a name must not contain a colon: in " +
                $"configuration it begins a key below. "
            + $"Give the service another name, such as {proposal}.",
            error);
    }

    [Fact]
    public async Task A_service_beside_one_whose_name_has_a_colon_is_looked_at_all_the_same()
    {
        var errors = await Compiling.ErrorsAsync(
            """{ "Gateway": { "Services": { "a": { "AppId": "wx1" }, "a:b": { "AppId": "wx2", "Token": "t" } } } }""");

        Assert.Equal(2, errors.Length);
        Assert.Contains(errors, error => error.Contains("a service named a:b,", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("Gateway:Services:a:Token is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task From_the_environment_a_colon_is_two_underscores()
    {
        var result = await Compiling.CompileAsync("{}", new Dictionary<string, string?> { ["Gateway:Services:a:b:AppSecret"] = "hidden" });

        Assert.Contains("a service named a:b,", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    private static string Service(string name) => Compiling.Service(name, """ "MessagePath": "/wx" """);
}
