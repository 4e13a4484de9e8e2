using System.Text.RegularExpressions;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Configuration;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Gateway.Tests.Configuration;

public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    public static TheoryData<Type, string> OptionsClasses() => new()
    {
        { typeof(GatewayOptions), "## `Gateway`" },
        { typeof(EndpointOptions), "### `Endpoints`" },
        { typeof(ApiKeyOptions), "### `InternalApiKeys`" },
        { typeof(CertificateOptions), "### `Certificates`" },
        { typeof(LimitOptions), "## `Gateway:Limits`" },
        { typeof(RecordOptions), "## `Gateway:Records`" },
        { typeof(DatabaseOptions), "## `Gateway:Database`" },
        { typeof(StoreOptions), "## `Gateway:Store`" },
        { typeof(WeChatApiOptions), "## `Gateway:WeChat`" },
        { typeof(ServiceOptions), "## `Gateway:Services:<name>`" },
        { typeof(LoginPathOptions), "### `LoginPaths`" },
        { typeof(LoginOptions), "### `Login`" },
        { typeof(LoginSessionOptions), "#### `Session`" },
        { typeof(UserInfoOptions), "### `UserInfo`" },
        { typeof(ReplyOptions), "### `Reply`" },
        { typeof(RedeliveryOptions), "### `Redelivery`" },
        { typeof(ServiceLimitOptions), "### `Limits`" },
    };

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void Every_option_is_explained(Type options, string heading)
    {
        var section = Section(heading);

        Assert.All(options.GetProperties(), property => Assert.True(
            section.Contains($"\n| `{property.Name}` |", StringComparison.Ordinal)
                || section.Contains($"### `{property.Name}`", StringComparison.Ordinal),
            $"docs/configuration.md does not explain {options.Name}.{property.Name}."));
    }

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void The_defaults_are_the_ones_that_are_written(Type options, string heading)
    {
        var section = Section(heading);
        var defaults = Activator.CreateInstance(options)!;
        foreach (var property in options.GetProperties().Where(
            property => !OptionsClasses().Any(row => row.Data.Item1 == property.PropertyType)))
        {
            var row = Rows().Match(section, section.IndexOf($"\n| `{property.Name}` |", StringComparison.Ordinal) + 1);
            var written = row.Groups[1].Value.Trim('`');
            var expected = property.GetValue(defaults) switch
            {
                null or "" or System.Collections.ICollection { Count: 0 } => written is "required" or "none: echo" ? written : "empty",
                TimeSpan { Ticks: var ticks } time when ticks % TimeSpan.TicksPerSecond != 0 => time.ToString("c").TrimEnd('0'),
                TimeSpan time => time.ToString("c"),
                bool flag => flag ? "true" : "false",
                IEnumerable<string> texts => $"[{string.Join(",", texts.Select(text => $"\"{text}\""))}]",
                Uri url => url.OriginalString,
                var value => value.ToString(),
            };

            Assert.Equal((property.Name, expected), (property.Name, written));
        }
    }

    [Fact]
    public void Every_key_of_the_section_is_explained()
        => Assert.All(ConfigurationCompiler.OwnKeys.Concat(new GatewayRules(new GatewayBinder(), []).Keys), key => Assert.True(
            Section("## `Gateway`").Contains($"\n| `{key}` |", StringComparison.Ordinal)
            || Page.Contains($"\n### `{key}`\n", StringComparison.Ordinal)
            || Page.Contains($"\n## `Gateway:{key}", StringComparison.Ordinal),
            $"docs/configuration.md does not explain {key}."));

    [Fact]
    public void Every_value_of_a_choice_is_explained()
    {
        var choices = from options in OptionsClasses()
                      from property in options.Data.Item1.GetProperties()
                      where property.PropertyType.IsEnum
                      from value in Enum.GetNames(property.PropertyType)
                      select (Section: Section(options.Data.Item2), Value: value);

        Assert.All(choices, choice => Assert.Contains($"`{choice.Value}`", choice.Section, StringComparison.Ordinal));
    }

    /// <summary>Returns the page from a heading to the next one that is not below it.</summary>
    private static string Section(string heading)
    {
        var start = Page.IndexOf($"\n{heading}\n", StringComparison.Ordinal) + 1;
        Assert.True(start > 0, $"docs/configuration.md has no heading {heading}.");
        var level = heading[..heading.IndexOf(' ', StringComparison.Ordinal)];
        var ends = Enumerable.Range(2, level.Length - 1).Select(
            depth => Page.IndexOf($"\n{new string('#', depth)} ", start + heading.Length, StringComparison.Ordinal));
        return Page[start..ends.Where(end => end >= 0).DefaultIfEmpty(Page.Length).Min()];
    }

    [GeneratedRegex(@"\G\| `\w+` \| ([^|]+?) \|")]
    private static partial Regex Rows();
}
