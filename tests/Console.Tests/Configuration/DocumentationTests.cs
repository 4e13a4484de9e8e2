using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Console.Pages;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Console.Tests.Configuration;

public sealed class DocumentationTests
{
    [Fact]
    public void The_pages_that_it_names_are_called_so_in_the_navigation()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "console.md"));
        var table = page.Split("| page | shows | changes |\n")[1].Split("\n\n")[0];
        var named = table.Split('\n').Skip(1).Select(row => row.Split('|')[1].Trim());

        Assert.Equal([], named.Except(PageCatalog.Pages.Select(one => one.Name)));
    }

    [Fact]
    public void Every_key_is_in_the_page_of_the_console()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "console.md"));
        var keys = Of(typeof(ConsoleOptions), "")
            .Concat(Of(typeof(DatabaseOptions), "Database:"))
            .Concat(Of(typeof(OidcOptions), "Oidc:"))
            .Concat(Of(typeof(GatewayOptions), ""))
            .Except(["Database", "Oidc"]);

        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));

        static IEnumerable<string> Of(Type options, string prefix)
            => options.GetProperties().Where(property => property.CanWrite).Select(property => prefix + property.Name);
    }
}
