// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Operations
{
    /// <summary>Where observations are kept: one table for each server.</summary>
    internal interface IObservationTable
    {
        /// <summary>Adds the observation a request asks for, or renews it.</summary>
        /// <returns>The sequence number of its first notification, or -1 when the table is full.</returns>
        int Add(CoapMessage request, Peer peer, long path);

        /// <summary>Adds or renews an observation of several paths.</summary>
        /// <returns>The sequence number of its first notification, or -1 when the table is full.</returns>
        int AddComposite(CoapMessage request, Peer peer, long[] paths, int count);

        /// <summary>Removes the observation of a token, or of a path where the token is another.</summary>
        void Remove(CoapMessage request, Peer peer, long path);

        /// <summary>Attributes were attached to a path.</summary>
        void OnAttributes(long path);
    }

    /// <summary>Observe and Cancel Observation by GET, RFC 7641.</summary>
    internal static class ObserveOperation
    {
        /// <summary>Reads, and enters the observer when the read succeeds. A full table answers a plain read.</summary>
        internal static CoapCode Start(OperationContext context, IObservationTable observations)
        {
            int accept = context.Request.Accept;
            CoapCode code = ReadOperation.Select(context.Registry, context.Formats, context.Path, accept, out ResourceWriter writer, out LwM2MObject _, out int _);
            if (code != CoapCode.Content)
            {
                return code;
            }

            context.Response.ObserveSequence = observations.Add(context.Request, context.Peer, context.Path);
            code = ReadOperation.Run(context);
            if (code == CoapCode.NotFound && ResourcePath.Level(context.Path) == 3)
            {
                code = WriteNothing(context, writer); // it is there, and has no value now: its observer hears when it has one
            }

            if (code >= CoapCode.BadRequest)
            {
                observations.Remove(context.Request, context.Peer, context.Path);
            }

            return code;
        }

        private static CoapCode WriteNothing(OperationContext context, ResourceWriter writer)
        {
            CoapResponse response = context.Response;
            writer.Open(response.Writer.Buffer, response.BeginContent(writer.ContentFormat), response.Writer.PayloadCapacity);
            writer.SetBase(context.Path);
            writer.Enter(context.Path);
            writer.SetResource(ResourcePath.ResourceId(context.Path));
            writer.WriteNull();
            return response.EndContent(writer.Close(), writer.Overflowed);
        }

        /// <summary>Observe-Composite: the same for several paths.</summary>
        internal static CoapCode StartComposite(OperationContext context, IObservationTable observations)
        {
            CoapCode code = ReadCompositeOperation.ReadPaths(context, out long[] paths, out int count);
            if (code != CoapCode.Content)
            {
                return code;
            }

            context.Response.ObserveSequence = observations.AddComposite(context.Request, context.Peer, paths, count);
            code = ReadCompositeOperation.Run(context);
            if (code >= CoapCode.BadRequest)
            {
                observations.Remove(context.Request, context.Peer, ResourcePath.Root);
            }

            return code;
        }

        /// <summary>Forgets the observer and answers the read.</summary>
        internal static CoapCode Cancel(OperationContext context, IObservationTable observations)
        {
            observations.Remove(context.Request, context.Peer, context.Path);
            return ReadOperation.Run(context);
        }
    }
}
