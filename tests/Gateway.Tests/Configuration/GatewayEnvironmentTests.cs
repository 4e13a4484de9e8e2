using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Tests.Configuration;

public sealed class GatewayEnvironmentTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void Without_a_file_of_ones_own_the_shipped_one_is_read()
        => Assert.Equal([Path.Combine(_workplace.ApplicationFolder, "appsettings.json")], _workplace.Environment.JsonFiles());

    [Fact]
    public void A_file_in_the_working_folder_takes_the_place_of_the_shipped_one()
    {
        _workplace.WriteShipped("{}");
        var own = _workplace.Write("appsettings.json", "{}");

        Assert.Equal([own], _workplace.Environment.JsonFiles());
    }

    [Fact]
    public void The_named_file_wins_over_the_one_in_the_working_folder()
    {
        var own = _workplace.Write("appsettings.json", "{}");

        Assert.Equal([own, Path.Combine(_workplace.Folder, "conf/gateway.json")],
            (_workplace.Environment with { ConfigFile = "conf/gateway.json" }).JsonFiles());
    }

    [Fact]
    public void The_shipped_demo_is_not_served_beneath_a_named_file()
    {
        _workplace.WriteShipped("{}");
        var inTheApplicationFolder = new GatewayEnvironment(
            _workplace.ApplicationFolder, _workplace.ApplicationFolder + "/", "/etc/gateway.json");

        Assert.Equal(["/etc/gateway.json"], (_workplace.Environment with { ConfigFile = "/etc/gateway.json" }).JsonFiles());
        Assert.Equal(["/etc/gateway.json"], inTheApplicationFolder.JsonFiles());
    }

    /// <summary>Run from the source tree, the working folder holds the original of the shipped file.</summary>
    [Fact]
    public void Nor_is_its_unedited_original_in_the_working_folder()
    {
        _workplace.WriteShipped("{ \"demo\": 1 }");
        var original = _workplace.Write("appsettings.json", "{ \"demo\": 1 }");

        Assert.Equal(["/etc/gateway.json"], (_workplace.Environment with { ConfigFile = "/etc/gateway.json" }).JsonFiles());
        Assert.Equal([original], _workplace.Environment.JsonFiles());

        _workplace.Write("appsettings.json", "{ \"demo\": 2 }");
        Assert.Equal([original, "/etc/gateway.json"], (_workplace.Environment with { ConfigFile = "/etc/gateway.json" }).JsonFiles());
    }
}
