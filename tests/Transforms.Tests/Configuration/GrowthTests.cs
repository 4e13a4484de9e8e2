using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Transforms.Tests.Configuration;

/// <summary>
/// What is done for each service must not depend on how many others there are: with ten thousand, a square is half a minute.
/// </summary>
public sealed class GrowthTests : IDisposable
{
    private const int Few = 500;
    private const int Many = 4000;

    // As many times as there are services more, and some air for sorting; squared it would be 64 times.
    private const double MostTimes = 24;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("valid")]
    [InlineData("warned of")]
    [InlineData("invalid")]
    [InlineData("with hand-written routes")]
    [InlineData("served by hand-written routes only")]
    public async Task Time_grows_with_the_services_and_no_faster(string sort)
    {
        await using var few = Gateway(Few, sort);
        await using var many = Gateway(Many, sort);
        var (least, most) = (TimeSpan.MaxValue, TimeSpan.MaxValue);

        // Other work on the machine makes a measurement longer, never shorter.
        for (var attempt = 1; attempt <= 20 && (attempt <= 2 || most / least >= MostTimes); attempt++)
        {
            least = Shorter(least, await TimeOfCompilingAsync(few));
            most = Shorter(most, await TimeOfCompilingAsync(many));
        }

        Assert.InRange(most / least, 0, MostTimes);
    }

    [Fact]
    public async Task Memory_allocated_for_a_service_is_the_same_with_many_and_not_much()
    {
        const int mostBytes = 32 * 1024;
        await using var few = Gateway(Few, "valid");
        await using var many = Gateway(Many, "valid");
        await TimeOfCompilingAsync(few);

        var (least, most) = (BytesOfCompiling(few) / (double)Few, BytesOfCompiling(many) / (double)Many);

        Assert.InRange(most, 1, mostBytes);
        Assert.InRange(most / least, 0, 1.5);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static async Task<TimeSpan> TimeOfCompilingAsync(ServiceProvider gateway)
    {
        var began = Stopwatch.GetTimestamp();
        _ = await gateway.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
        return Stopwatch.GetElapsedTime(began);
    }

    private static long BytesOfCompiling(ServiceProvider gateway)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var compiling = gateway.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);

        Assert.True(compiling.IsCompletedSuccessfully, "Nothing is waited for, so that all of it is allocated on this thread.");
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private ServiceProvider Gateway(int services, string sort)
    {
        var (all, routes) = (new JsonObject(), new JsonObject());
        for (var number = 0; number < services; number++)
        {
            var service = new JsonObject
            {
                ["AppId"] = $"wx{number}",
                ["Token"] = $"t{number}",
                ["MessagePath"] = $"/wx{number}",
                ["MessageBackend"] = $"http://127.0.0.1:8000/{number}"
            };
            switch (sort)
            {
                case "warned of":
                    service["Mesage"] = "?";
                    break;
                case "invalid":
                    service["Token"] = "a b";
                    break;
                case "with hand-written routes":
                    routes[$"route{number}"] = Route($"/else{number}", new JsonObject());
                    break;
                case "served by hand-written routes only":
                    service.Remove("MessagePath");
                    routes[$"route{number}"] = Route(
                        $"/wx{number}", new JsonObject { ["WeChat.Service"] = $"shop{number}", ["WeChat.Exchange"] = "message" });
                    break;
            }

            all[$"shop{number}"] = service;

            JsonObject Route(string path, JsonObject metadata) => new()
            {
                ["ClusterId"] = $"shop{number}.message",
                ["Match"] = new JsonObject { ["Path"] = path },
                ["Metadata"] = metadata
            };
        }

        var json = new JsonObject
        {
            ["Gateway"] = new JsonObject { ["Services"] = all },
            ["ReverseProxy"] = new JsonObject { ["Routes"] = routes }
        };
        var configuration = new ConfigurationBuilder().AddJsonFile(_folder.Write($"{services}.json", json.ToJsonString())).Build();
        return Compiling.Services(configuration, configuration.GetSection("Gateway"), configuration.GetSection("ReverseProxy"));
    }
}
