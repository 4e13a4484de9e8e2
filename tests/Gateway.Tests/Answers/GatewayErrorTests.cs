using System.Globalization;
using System.Reflection;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Gateway.Tests.Answers;

public sealed class GatewayErrorTests
{
    [Fact]
    public void Every_code_is_explained_with_its_status()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "wechat-api.md"));
        var codes = typeof(GatewayError).GetFields(BindingFlags.Public | BindingFlags.Static).Where(
            field => field.FieldType == typeof(int)).Select(field => (int)field.GetRawConstantValue()!).ToArray();

        Assert.Equal(12, codes.Length);
        Assert.All(codes, code => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"| {code} | {-code - 70000} |"), page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_status_makes_its_code() => Assert.Equal(new GatewayError(GatewayError.NotFound, 404, "x"), GatewayError.Missing("x"));
}
