using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Demo.Phones;

/// <summary>
/// The files of samples/MiniProgram, with which its README starts the gateway and the simulator; they come with its assembly.
/// </summary>
internal static class SampleFiles
{
    /// <summary>Gets the gateway's file, as settings on its command line.</summary>
    public static IEnumerable<string> GatewaySettings => Read("gateway.json").AsEnumerable()
        .Where(setting => setting.Value is not null)
        .Select(setting => $"--{setting.Key}={setting.Value}");

    /// <summary>Gets the gateway's service.</summary>
    public static IConfigurationSection Service => Read("gateway.json").GetRequiredSection("Gateway:Services:mini");

    /// <summary>Returns the mini program as WeChat's console describes it, but for the gateway's address.</summary>
    public static SimulatedAccount AccountAt(Uri gatewayUrl)
    {
        var account = Read("simulator.json").GetRequiredSection("accounts:0").Get<SimulatedAccount>()!;
        account.GatewayUrl = gatewayUrl;
        return account;
    }

    private static IConfigurationRoot Read(string name) =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, name)).Build();
}
