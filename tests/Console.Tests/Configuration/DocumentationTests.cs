using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Console.Tests.Configuration;

public sealed class DocumentationTests
{
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
