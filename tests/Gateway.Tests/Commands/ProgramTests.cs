using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class ProgramTests
{
    [Fact]
    public async Task The_program_runs_in_a_test_server()
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(
            host => host.UseSetting("Gateway:Services:demo:MessagePath", "/from-the-test")
                .UseSetting("Gateway:ShutdownDelay", "00:00:00"));
        using var client = factory.CreateClient();

        using var nowhere = await client.GetAsync(new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        using var push = await client.GetAsync(
            new Uri("/from-the-test?signature=no", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal("", await nowhere.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(HttpStatusCode.NotFound, push.StatusCode);
        Assert.NotEqual("", factory.Services.GetRequiredService<ConfigurationState>().Revision);
    }
}
