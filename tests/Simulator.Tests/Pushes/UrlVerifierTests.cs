using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Pushes;

public sealed class UrlVerifierTests : SimulatorFixture
{
    [Fact]
    public async Task A_gateway_that_returns_the_echostr_is_verified()
    {
        await using var gateway = await ScriptedGateway.StartAsync((context, push) => context.Response.WriteAsync(push.Query["echostr"]));
        Account.GatewayUrl = gateway.Url;
        var verification = await Simulator.VerifyUrlAsync(Account.AppId, Cancellation);

        var get = Assert.Single(gateway.Received);
        Assert.True(verification.IsExact);
        Assert.Null(verification.Problem);
        Assert.Equal(("GET", Signature.Of("push-token", get.Query["timestamp"], get.Query["nonce"])), (get.Method, get.Query["signature"]));
        Assert.Equal(["signature", "echostr", "timestamp", "nonce"], get.Query.Keys);
    }

    [Theory]
    [InlineData("\n", 200)]
    [InlineData("", 201)]
    public async Task One_byte_more_or_another_status_is_not_exact(string suffix, int status)
    {
        await using var gateway = await ScriptedGateway.StartAsync((context, push) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(push.Query["echostr"] + suffix);
        });
        var verification = await Simulator.VerifyUrlAsync(Account.AppId, new PushOptions { Url = gateway.Url }, Cancellation);

        Assert.False(verification.IsExact);
        Assert.NotNull(verification.Problem);
    }

    [Fact]
    public async Task A_timeout_and_a_refused_connection_differ()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        var silent = await Simulator.VerifyUrlAsync(
            Account.AppId,
            new PushOptions { Url = gateway.Url, Timeout = TimeSpan.FromMilliseconds(100) },
            Cancellation);
        var closed = await Simulator.VerifyUrlAsync(Account.AppId, new PushOptions { Url = new Uri("http://127.0.0.1:1/") }, Cancellation);

        Assert.StartsWith("No answer came within 0.1 s", silent.Problem, StringComparison.Ordinal);
        Assert.StartsWith("Nothing listens at http://127.0.0.1:1", closed.Problem, StringComparison.Ordinal);
    }
}
