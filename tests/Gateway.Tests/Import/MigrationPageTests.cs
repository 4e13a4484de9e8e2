using System.Text.RegularExpressions;
using WxYarpGateway.Gateway.Import;

namespace WxYarpGateway.Gateway.Tests.Import;

/// <summary>Holds docs/migrating-from-go-wx-gateway.md to what <c>import</c> does.</summary>
public sealed partial class MigrationPageTests
{
    private const string NotNeeded = "not needed";

    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "migrating-from-go-wx-gateway.md"));

    [Fact]
    public void The_table_of_keys_has_every_key_that_is_imported_and_no_other()
    {
        var keys = Page[Page.IndexOf("\n## Keys\n", StringComparison.Ordinal)..Page.IndexOf("\n## Requests and answers\n", StringComparison.Ordinal)];
        var rows = Rows().Matches(keys).Select(row => (row.Groups[1].Value, row.Groups[2].Value.Trim('`'))).Order();

        Assert.Equal(GoGatewayKeys.All.Select(key => (key.Path, key.Becomes.Length == 0 ? NotNeeded : key.Becomes)).Order(), rows);
    }

    [Fact]
    public void Each_endpoint_has_its_answer_described()
    {
        var answers = Page[Page.IndexOf("\n### Common endpoints\n", StringComparison.Ordinal)..];

        Assert.All(GoGatewayKeys.Endpoints, endpoint => Assert.Matches($@"\n\| [^|]*`{Regex.Escape(endpoint.Key)}`[^|]*\| ", answers));
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

    [GeneratedRegex(@"^\| `([^`]+)` \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
