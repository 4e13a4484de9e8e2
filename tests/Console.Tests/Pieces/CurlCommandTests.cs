using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Tests.Pieces;

public sealed class CurlCommandTests
{
    [Fact]
    public void A_call_is_a_command_without_the_key_and_nothing_of_it_is_run_by_the_shell()
    {
        var call = new GatewayCall(HttpMethod.Put, GatewayPath.Of("rules", "it's")) { Body = new { Text = "$(rm -rf /) 'x'" }, IfMatch = "\"1\"" };

        Assert.Equal(
            "curl -sS -H \"Authorization: Bearer $KEY\" -X PUT -H 'If-Match: \"1\"' -H 'Content-Type: application/json' "
            + "-d '{\"text\":\"$(rm -rf /) \\u0027x\\u0027\"}' 'http://10.0.0.1:7081/rules/it%27s'",
            CurlCommand.Of(new Uri("http://10.0.0.1:7081"), call));
    }
}
