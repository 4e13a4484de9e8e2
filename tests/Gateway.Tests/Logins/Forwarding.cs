namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>A rig before a backend that keeps nothing, for all tests of a class.</summary>
public sealed class Forwarding : IAsyncLifetime
{
    public StreamBackend Backend { get; private set; } = null!;

    public LoginRig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Backend = await StreamBackend.StartAsync(TestContext.Current.CancellationToken);
        Rig = await LoginRig.StartAsync(("Services:mini:Login:Backend", Backend.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Backend.DisposeAsync();
    }
}
