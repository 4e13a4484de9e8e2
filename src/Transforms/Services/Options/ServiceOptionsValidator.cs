using Microsoft.Extensions.Options;

namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>Validates a service's options by their attributes. Rules across several options are in Configuration/Rules.</summary>
[OptionsValidator]
internal sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;
