using System.Diagnostics;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Calls;

public sealed class FaultPlanTests : SimulatorFixture
{
    private const string Token = $"{ApiPath.ClassicToken}?grant_type=client_credential&appid=wx1234567890abcdef&secret=app-secret";

    [Fact]
    public async Task A_fault_affects_the_next_calls_of_its_path_and_no_more()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Status(503), times: 2);

        Assert.Equal((503, 503, 200), (await StatusAsync(Token), await StatusAsync(Token), await StatusAsync(Token)));
        Assert.Equal(3, Simulator.Calls.TokenRequests(Account.AppId));
    }

    [Fact]
    public async Task A_fault_without_a_number_lasts_until_it_is_cleared_and_other_paths_go_on()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Status(500));

        Assert.Equal((500, 500), (await StatusAsync(Token), await StatusAsync(Token)));
        Assert.Equal(200, await StatusAsync(ApiPath.UserInfo));
        Simulator.Faults.Clear(ApiPath.UserInfo);
        Assert.Equal(500, await StatusAsync(Token));
        Simulator.Faults.Clear();
        Assert.Equal(200, await StatusAsync(Token));
    }

    [Fact]
    public async Task A_fault_of_one_account_spares_the_others()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Status(500), appId: "wxanother");
        Assert.Equal(200, await StatusAsync(Token));
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Status(500), appId: Account.AppId);

        Assert.Equal(500, await StatusAsync(Token));
    }

    [Theory]
    [InlineData("\"status\":503", 503)]
    [InlineData("\"errorCode\":45011", 200)]
    [InlineData("\"body\":\"<html>\"", 200)]
    public async Task A_script_plans_faults_and_clears_them(string fault, int status)
    {
        await ObeyAsync($$"""{"path":"{{ApiPath.ClassicToken}}",{{fault}},"wait":0.001}""");
        using var answer = await SendAsync(HttpMethod.Get, Token);
        await ObeyAsync($$"""{"path":"{{ApiPath.ClassicToken}}","clear":true}""");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotNull((await CallAsync(HttpMethod.Get, Token))["access_token"]);
    }

    [Theory]
    [InlineData("\"cut\":true")]
    [InlineData("\"loseAnswer\":true")]
    public async Task A_script_cuts_connections(string fault)
    {
        await ObeyAsync($$"""{"path":"{{ApiPath.ClassicToken}}",{{fault}},"appId":"{{Account.AppId}}"}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync(HttpMethod.Get, Token));
    }

    [Theory]
    [InlineData("\"status\":200")]
    [InlineData("\"wait\":-1")]
    [InlineData("\"errorCode\":1,\"times\":0")]
    public async Task A_fault_that_cannot_be_is_refused(string fault)
    {
        using var response = await SendAsync(HttpMethod.Post, "/simulator/fault", $$"""{"path":"*",{{fault}}}""");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(200, await StatusAsync(Token));
    }

    [Fact]
    public async Task A_star_affects_every_path()
    {
        Simulator.Faults.Add("*", Fault.Garbage("<html>"), times: 2);

        using var first = await SendAsync(HttpMethod.Get, Token);
        using var second = await SendAsync(HttpMethod.Get, ApiPath.UserInfo);

        Assert.Equal("<html>", await first.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("<html>", await second.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_fault_can_answer_with_any_errcode()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Error(45011, "minute rate"), times: 1);

        Assert.Equal(45011, (int)(await CallAsync(HttpMethod.Get, Token))["errcode"]!);
    }

    [Fact]
    public async Task An_abort_cuts_the_connection_but_the_call_is_counted()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Abort());

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Get, Token));
        Assert.True(Simulator.Calls.Count(ApiPath.ClassicToken, Account.AppId) >= 1);
    }

    [Fact]
    public async Task A_delay_comes_before_the_right_answer()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Delay(TimeSpan.FromMilliseconds(150)), times: 1);
        var started = Stopwatch.GetTimestamp();

        Assert.NotNull((await CallAsync(HttpMethod.Get, Token))["access_token"]);
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(140));
    }

    [Fact]
    public async Task A_call_that_hangs_for_ever_does_not_keep_the_simulator_from_stopping()
    {
        Simulator.Faults.Add(ApiPath.ClassicToken, Fault.Delay(Timeout.InfiniteTimeSpan));
        var hanging = SendAsync(HttpMethod.Get, Token);
        await WxYarpGateway.Testing.Time.Eventually.HoldsAsync(
            () => Simulator.Calls.Count(ApiPath.ClassicToken) == 1,
            "the call arrives",
            Cancellation);

        await Simulator.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_fault_for_no_call_is_refused(int times) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultPlan().Add("*", Fault.Abort(), times));

    private async Task<int> StatusAsync(string url)
    {
        using var response = await SendAsync(HttpMethod.Get, url);
        return (int)response.StatusCode;
    }

    private async Task ObeyAsync(string body)
    {
        using var response = await SendAsync(HttpMethod.Post, "/simulator/fault", body);
        Assert.Equal(204, (int)response.StatusCode);
    }
}
