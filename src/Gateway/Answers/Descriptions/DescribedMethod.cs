namespace WxYarpGateway.Gateway.Answers.Descriptions;

/// <summary>What an endpoint does with a method; an endpoint has one for each as metadata.</summary>
/// <param name="Method">The method.</param>
/// <param name="About">What it does.</param>
internal sealed record DescribedMethod(string Method, Description About);
