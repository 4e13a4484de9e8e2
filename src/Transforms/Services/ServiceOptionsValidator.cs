using Microsoft.Extensions.Options;

namespace WxYarpGateway.Transforms.Services;

/// <summary>Holds a service's options to their attributes; what spans several of them is the compiler's.</summary>
[OptionsValidator]
internal sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;
