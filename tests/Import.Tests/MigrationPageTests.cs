using System.Text.RegularExpressions;
using WxYarpGateway.Import.GoWxGateway;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Import.Tests;

/// <summary>Holds docs/migrating-from-go-wx-gateway.md to what <c>import</c> does.</summary>
public sealed partial class MigrationPageTests
{
    private const string NotNeeded = "not needed";

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "migrating-from-go-wx-gateway.md"));

    [Fact]
    public void The_table_of_keys_has_every_key_that_is_imported_and_no_other()
    {
        var start = Page.IndexOf("\n## Keys\n", StringComparison.Ordinal);
        var keys = Page[start..Page.IndexOf("\n## Requests and answers\n", StringComparison.Ordinal)];
        var rows = Rows().Matches(keys).Select(row => (row.Groups[1].Value, row.Groups[2].Value.Trim('`'))).Order();

        Assert.Equal(GoGatewayKeys.All.Select(key => (key.Path, key.Becomes.Length == 0 ? NotNeeded : key.Becomes)).Order(), rows);
    }

    [Fact]
    public void Each_endpoint_has_its_answer_described()
    {
        var answers = Page[Page.IndexOf("\n### Common endpoints\n", StringComparison.Ordinal)..];

        Assert.All(GoGatewayKeys.Endpoints, endpoint => Assert.Matches($@"\n\| [^|]*`{Regex.Escape(endpoint.Key)}`[^|]*\| ", answers));
    }

    [GeneratedRegex(@"^\| `([^`]+)` \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
