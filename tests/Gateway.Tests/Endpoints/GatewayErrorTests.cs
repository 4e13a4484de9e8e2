using System.Globalization;
using System.Reflection;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

public sealed class GatewayErrorTests
{
    [Fact]
    public void Every_code_is_explained_with_its_status()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "wechat-api.md"));
        var codes = typeof(GatewayError).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(int)).Select(field => (int)field.GetRawConstantValue()!).ToArray();

        Assert.Equal(8, codes.Length);
        Assert.All(codes, code => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| {code} | {-code - 70000} |"), page, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_written_as_WeChat_writes_errors()
        => Assert.Equal("""{"errcode":-70404,"errmsg":"“没有” \"x\""}"""u8.ToArray(), new GatewayError(GatewayError.NotFound, 404, "“没有” \"x\"").ToJson());
}
