using WxYarpGateway.Gateway.Overview;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.Rig;
using WxYarpGateway.TokenService.Api.Meanings;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>What WeChat's errcodes mean.</summary>
public sealed class ErrcodeTests
{
    [Fact]
    public void Every_errcode_of_every_table_is_found()
    {
        var known = ErrorMeanings.All.Select(meaning => meaning.ErrorCode).Concat(CodeErrors.All.Select(error => error.ErrorCode));

        Assert.All(known, errorCode =>
        {
            var answer = Errcodes.Find(errorCode)!;
            Assert.True(answer is { Sentence.Length: > 0, Cure.Length: > 0, Class.Length: > 0 }, $"{errorCode}");
        });
        Assert.Equal("token_rejected", Errcodes.Find(40001)!.Class);
        Assert.Equal(2, Errcodes.Find(85058)!.Calls.Count);
    }

    [Fact]
    public async Task It_is_told_over_the_wire_and_a_service_may_have_the_same_name()
    {
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:Services:errcodes:AppId"] = "wx1",
                ["Gateway:Services:errcodes:Token"] = "t",
                ["Gateway:Services:configuration:AppId"] = "wx2",
                ["Gateway:Services:configuration:Token"] = "t",
            },
            TestContext.Current.CancellationToken);

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/overview/errcodes/-1");
        Assert.Equal((200, -1, "busy"), (status, json.GetProperty("errcode").GetInt32(), json.GetProperty("class").GetString()));
        Assert.Equal(200, (await Calls.JsonAsync(gateway.InternalAddress, "/overview/errcodes/minutes")).Status);
        Assert.Equal(200, (await Calls.JsonAsync(gateway.InternalAddress, "/overview/configuration/minutes")).Status);
        foreach (var unknown in new[] { "0", "1", "99999999999", "x", "40001x", "%2e%2e%2f40001" })
        {
            Assert.Equal(404, (await Calls.JsonAsync(gateway.InternalAddress, $"/overview/errcodes/{unknown}")).Status);
        }
    }
}
