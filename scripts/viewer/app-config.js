// One viewer, many cases: the page stands at /viewer/cases/<case>/viewer?StudyInstanceUIDs=… and reads
// only from /dicomweb/cases/<case>/. The server checks both on every request; this file grants nothing.
(() => {
  const found = /^\/viewer\/cases\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/.exec(window.location.pathname);
  const caseId = found ? found[1] : '00000000-0000-0000-0000-000000000000';
  const root = `${window.location.origin}/dicomweb/cases/${caseId}`;

  window.config = {
    name: 'secunda',
    routerBasename: `/viewer/cases/${caseId}`,
    whiteLabeling: {
      createLogoComponentFn: React =>
        React.createElement('span', { style: { color: '#fff', fontSize: '18px', fontWeight: 600 } }, 'Secunda'),
    },
    extensions: [],
    modes: [],
    customizationService: [
      {
        'ohif.tours': { $set: [] },
        // Opens on the studies that the address names; the others of the same case are one tab away.
        'studyBrowser.studyMode': { $set: 'primary' },
      },
    ],
    showStudyList: false,
    investigationalUseDialog: { option: 'always' },
    showPatientInfo: 'visibleCollapsed',
    maxNumberOfWebWorkers: 3,
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: true,
    showLoadingIndicator: true,
    showErrorDetails: 'production',
    strictZSpacingForVolumeViewport: true,
    maxNumRequests: { interaction: 20, thumbnail: 5, prefetch: 10 },
    defaultDataSourceName: 'case',
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'case',
        configuration: {
          friendlyName: 'Images of this case',
          name: 'case',
          qidoRoot: root,
          wadoRoot: root,
          wadoUriRoot: root,
          qidoSupportsIncludeField: false,
          imageRendering: 'wadors',
          thumbnailRendering: 'wadors',
          enableStudyLazyLoad: true,
          supportsFuzzyMatching: false,
          supportsWildcard: false,
          supportsReject: false,
          dicomUploadEnabled: false,
          singlepart: 'bulkdata,video,pdf',
          bulkDataURI: { enabled: true, relativeResolution: 'studies' },
          omitQuotationForMultipartRequest: true,
        },
      },
    ],
  };
})();
