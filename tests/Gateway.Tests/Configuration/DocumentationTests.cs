using System.Text.RegularExpressions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.WeChatApi;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Tests.Configuration;

public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md"));

    public static TheoryData<Type> OptionsClasses() => [typeof(GatewayOptions), typeof(EndpointOptions), typeof(WeChatApiOptions), typeof(ServiceOptions), typeof(UserInfoOptions), typeof(ReplyOptions)];

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void Every_option_is_explained(Type options)
        => Assert.All(options.GetProperties(), property => Assert.True(
            Page.Contains($"| `{property.Name}` |", StringComparison.Ordinal) || Page.Contains($"### `{property.Name}`", StringComparison.Ordinal),
            $"docs/configuration.md does not explain {options.Name}.{property.Name}."));

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void The_defaults_are_the_ones_that_are_written(Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        foreach (var property in options.GetProperties().Where(property => !OptionsClasses().Any(row => row.Data == property.PropertyType)))
        {
            var row = Rows().Match(Page, Page.IndexOf($"| `{property.Name}` |", StringComparison.Ordinal));
            var written = row.Groups[1].Value.Trim('`');
            var expected = property.GetValue(defaults) switch
            {
                null or "" or System.Collections.ICollection { Count: 0 } => written is "required" or "none: echo" ? written : "empty",
                TimeSpan time => time.ToString("c").TrimEnd('0') is var text && text.Contains('.', StringComparison.Ordinal) ? text : time.ToString("c"),
                bool flag => flag ? "true" : "false",
                Uri url => url.OriginalString,
                var value => value.ToString(),
            };

            Assert.Equal((property.Name, expected), (property.Name, written));
        }
    }

    [Fact]
    public void Every_value_of_a_choice_is_explained()
    {
        var choices = OptionsClasses().SelectMany(options => options.Data.GetProperties()).Where(property => property.PropertyType.IsEnum);

        Assert.All(choices.SelectMany(choice => Enum.GetNames(choice.PropertyType)), value => Assert.Contains($"`{value}`", Page, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WxYarpGateway.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run inside of the repository.");
        }

        return folder;
    }

    [GeneratedRegex(@"\G\| `\w+` \| ([^|]+?) \|")]
    private static partial Regex Rows();
}
