using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Tests.Hosting;

public sealed class ShutdownRuleTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.250")]
    [InlineData("00:00:20")]
    public async Task A_delay_that_leaves_time_for_the_rest_is_taken(string delay) => Assert.Empty(await ErrorsAsync(delay));

    [Theory]
    [InlineData("5")]
    [InlineData("-00:00:01")]
    [InlineData("00:00:20.001")]
    [InlineData("soon")]
    public async Task Any_other_is_an_error(string delay)
        => Assert.Equal(
            $"command line: Gateway:ShutdownDelay must be a time from 00:00:00 to 00:00:20; it is {delay}. Write it as 00:00:05.",
            Assert.Single(await ErrorsAsync(delay)).ToString());

    [Fact]
    public void The_longest_delay_and_a_push_fit_the_whole_and_that_fits_Kubernetes()
    {
        Assert.True(ShutdownTimes.LongestDelay + TimeSpan.FromSeconds(5) < ShutdownTimes.Whole);
        Assert.True(ShutdownTimes.Whole < TimeSpan.FromSeconds(30));
    }

    private async Task<IReadOnlyList<ConfigurationError>> ErrorsAsync(string delay)
    {
        await using var app = Program.Build(_workplace.Environment, [], [$"--Gateway:ShutdownDelay={delay}"]);
        return (await app.Services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null)).Errors;
    }
}
