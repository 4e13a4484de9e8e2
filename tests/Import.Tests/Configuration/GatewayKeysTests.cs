using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Import.GoWxGateway;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Import.Tests.Configuration;

/// <summary>Compares what the import knows of the gateway's configuration with the gateway's own options.</summary>
public sealed class GatewayKeysTests
{
    [Fact]
    public void The_keys_are_those_of_the_gateway()
    {
        Assert.Equal(GatewayOptions.Section, GatewayKeys.Section);
        Assert.Equal(nameof(GatewayOptions.Urls), GatewayKeys.Urls);
        Assert.Equal(nameof(GatewayOptions.InternalUrls), GatewayKeys.InternalUrls);
        Assert.Equal(nameof(GatewayOptions.InternalApiKeys), GatewayKeys.InternalApiKeys);
        Assert.Equal(nameof(GatewayOptions.Endpoints), GatewayKeys.Endpoints);
        Assert.Equal(nameof(GatewayOptions.EndpointsOnPublicListener), GatewayKeys.EndpointsOnPublicListener);
        Assert.Equal(GatewayEnvironment.SecretsFolderVariable, GatewayKeys.SecretsFolderVariable);
    }

    [Fact]
    public void The_usual_values_are_those_of_the_gateway()
    {
        Assert.Equal(GatewayKeys.UsualInternalUrl, new GatewayOptions().InternalUrls);
        Assert.Equal(GatewayKeys.UsualInternalPort, new Uri(GatewayKeys.UsualInternalUrl).Port);
        Assert.StartsWith(GatewayKeys.Health, HealthSetup.Ready, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_endpoint_of_the_gateway_is_an_imported_or_a_new_one()
    {
        var imported = GoGatewayKeys.Endpoints.Select(endpoint => endpoint.Becomes);
        var added = GatewayKeys.NewEndpoints.Select(endpoint => endpoint.Key);

        Assert.Equal(typeof(EndpointOptions).GetProperties().Select(option => option.Name).Order(), imported.Concat(added).Order());
        Assert.All(GatewayKeys.NewEndpoints, endpoint =>
        {
            var option = typeof(EndpointOptions).GetProperty(endpoint.Key)!;
            Assert.Equal(endpoint.UsualPath, option.GetValue(new EndpointOptions()));
        });
    }

    [Fact]
    public void Each_key_of_a_service_is_one_of_its_options()
    {
        const string OfService = "Services:<name>:";
        var keys = from key in GoGatewayKeys.All
                   where key.Becomes.StartsWith(OfService, StringComparison.Ordinal)
                   select key.Becomes[OfService.Length..];

        Assert.All(keys, key => Assert.NotNull(typeof(ServiceOptions).GetProperty(key.Split(':')[0])));
    }
}
