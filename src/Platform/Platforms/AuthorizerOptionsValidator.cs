using Microsoft.Extensions.Options;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>Validates what is different for an authorizer by the options' attributes.</summary>
[OptionsValidator]
internal sealed partial class AuthorizerOptionsValidator : IValidateOptions<AuthorizerOptions>;
