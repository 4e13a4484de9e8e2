using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Tests.Configuration;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Tests.Authorizers;

/// <summary>What an authorizer costs: many of them come and go without a configuration edit.</summary>
public sealed class AuthorizerMemoryTests(ITestOutputHelper output)
{
    private const int Count = 10_000;
    private const int MostBytes = 4 * 1024;

    [Fact]
    public async Task Ten_thousand_authorizers_that_all_had_a_push_cost_less_than_four_KiB_each()
    {
        await using var services = await Compiling.LoadedAsync();
        var registry = services.GetRequiredService<AuthorizerRegistry>();
        var (platform, source) = (services.Saas(), services.GetServices<IServiceSource>().Single());
        Put(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var number = 1; number <= Count; number++)
        {
            Put(number);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        output.WriteLine($"{each:0} bytes each");
        Assert.InRange(each, 1, MostBytes);
        Assert.Equal(Count + 1, registry.CountOf(platform.AppId));

        void Put(int number)
        {
            var appId = AppId.TryParse($"wx{number:d16}", out var id) ? id : default;
            registry.Put(new Authorizer(platform.AppId, appId)
            {
                NickName = $"一家名字不算短的店铺 {number}",
                OriginalId = $"gh_{number:d12}",
                Type = new string("mini_program".AsSpan()),
                Tags = [$"tag-{number}", $"city-{number}"],
                Overrides = number % 10 == 0 ? """{"MessageBackend":"bot"}""" : null,
            });
            Assert.True(source.TryGet($"saas/{appId}", out _));
        }
    }
}
