namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>A rig that the tests of a class share, with one user who is logged in.</summary>
public sealed class LoggedIn : IAsyncLifetime
{
    public LoginRig Rig { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Rig = await LoginRig.StartAsync();
        Token = await Rig.LogInAsync();
    }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
