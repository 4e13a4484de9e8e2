namespace WxYarpGateway.Gateway.Answers.Descriptions;

/// <summary>Describes endpoints where they are mapped.</summary>
internal static class DescriptionConventions
{
    /// <summary>Says what an endpoint does with a method.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, string method, Description about)
        where TBuilder : IEndpointConventionBuilder
        => endpoint.WithMetadata(new DescribedMethod(method, about));
}
