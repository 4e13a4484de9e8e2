using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>Three replicas that serve a platform whose refresh tokens change each time, for tests that harm nobody.</summary>
public sealed class ThreeReplicas : IAsyncLifetime
{
    internal PlatformStage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await PlatformStage.StartAsync(3, [], RefreshTokenMode.RotateEachTime);

    public ValueTask DisposeAsync() => Stage?.DisposeAsync() ?? ValueTask.CompletedTask;
}
